# Caddy (Debian: caddy) as the server of http-server: sh serve.sh <port> <root>
# What it stores goes below the working directory. It counts its time-outs in milliseconds.
port=$1 root=$2
idle=${IDLE_TIMEOUT_MS:-30000}ms

cat >Caddyfile <<CONF
{
  admin off
  auto_https off
  storage file_system "$PWD/caddy-storage"
  grace_period 1s
  log {
    level ERROR
  }
  servers {
    protocols h1
    timeouts {
      read_header $idle
      read_body $idle
      idle $idle
    }
  }
}
http://:$port {
  bind 127.0.0.1
  root * "$root"
  encode gzip
  file_server
}
CONF

export XDG_DATA_HOME="$PWD/caddy-data" XDG_CONFIG_HOME="$PWD/caddy-config"
exec caddy run --config Caddyfile --adapter caddyfile
