/** What may not stand in a URI reference (RFC 3986 2), or a percent sign that no two digits follow. */
const NO_REFERENCE = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})/;

/**
 * Where a Location leads: an absolute URL from a URI reference and the URL of the request, dots removed (RFC 9110 10.2.2).
 * null if it is no URI reference; `URL` alone would mend spaces and backslashes.
 */
export function resolveLocation(location: string, requestUrl: string): URL | null {
  if (location === "" || NO_REFERENCE.test(location)) return null;
  try {
    return new URL(location, requestUrl);
  } catch {
    return null;
  }
}
