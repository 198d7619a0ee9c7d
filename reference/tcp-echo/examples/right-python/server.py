"""tcp-echo server: a thread for every connection; each line is answered as soon as its LF is there."""
import socket
import sys
import threading


def serve(conn):
    try:
        with conn, conn.makefile("rb") as lines:
            for line in lines:                # the last one may come without its LF
                conn.sendall(line.upper())    # bytes.upper() changes ASCII letters only
    except OSError as problem:
        print("connection lost:", problem, file=sys.stderr)


def main():
    with socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=256) as listener:
        while True:
            conn, _ = listener.accept()
            threading.Thread(target=serve, args=(conn,), daemon=True).start()


main()
