# nginx (Debian: nginx) as the server of http-server: sh serve.sh <port> <root>
# Its configuration, log and temporary files stay in the working directory; PUT and DELETE are its own WebDAV module.
port=$1 root=$2
seconds=$(((${IDLE_TIMEOUT_MS:-30000} + 999) / 1000))
mkdir -p nginx-tmp

cat >nginx.conf <<CONF
daemon off;
worker_processes 1;
pid "$PWD/nginx.pid";
lock_file "$PWD/nginx.lock";
error_log stderr;
events { worker_connections 1000; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log off;
  client_body_temp_path "$PWD/nginx-tmp/body";
  proxy_temp_path "$PWD/nginx-tmp/proxy";
  fastcgi_temp_path "$PWD/nginx-tmp/fastcgi";
  uwsgi_temp_path "$PWD/nginx-tmp/uwsgi";
  scgi_temp_path "$PWD/nginx-tmp/scgi";
  keepalive_timeout ${seconds}s;
  client_header_timeout ${seconds}s;
  client_body_timeout ${seconds}s;
  lingering_timeout ${seconds}s; # the rest of a body that nobody wants
  sendfile on;
  gzip on;
  gzip_types text/plain text/css application/javascript application/json image/svg+xml;
  disable_symlinks on from=\$document_root;
  server {
    listen 127.0.0.1:$port;
    root "$root";
    index index.html;
    location /files/ {
      dav_methods PUT DELETE;
      create_full_put_path on;
      client_max_body_size 0;
    }
  }
}
CONF

exec /usr/sbin/nginx -p "$PWD" -c "$PWD/nginx.conf"
