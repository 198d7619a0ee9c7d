import { defineLab } from "#harness";
import { dissect } from "./dissect.js";
import { drawPage } from "./draw-page.js";

export default defineLab({
  name: "http-server",
  title: "A server for HTTP/1.1",
  roles: { server: { args: ["port", "root"], listens: "tcp" } },
  dissect,
  drawings: { page: drawPage },
});
