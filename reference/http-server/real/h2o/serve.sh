# H2O (Debian: h2o) as the server of http-server: sh serve.sh <port> <root>
# Its configuration and temporary files stay in the working directory.
port=$1 root=$2
seconds=$(((${IDLE_TIMEOUT_MS:-30000} + 999) / 1000))

cat >h2o.conf <<CONF
num-threads: 2
max-connections: 900
http1-request-timeout: $seconds
http1-upgrade-to-http2: OFF
temp-buffer-path: "$PWD"
listen:
  host: 127.0.0.1
  port: $port
file.index: [ index.html ]
gzip: ON
hosts:
  default:
    paths:
      /:
        file.dir: "$root"
CONF

# SIGTERM goes on to the server; that waits for its clients to finish, so SIGKILL follows after a second.
exec timeout --kill-after=1 0 h2o -m worker -c "$PWD/h2o.conf"
