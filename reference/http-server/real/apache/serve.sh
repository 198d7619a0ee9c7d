# Apache httpd (Debian: apache2-bin) as the server of http-server: sh serve.sh <port> <root>
# Its configuration, log and lock files stay in the working directory; PUT and DELETE are its own WebDAV modules.
port=$1 root=$2
seconds=$(((${IDLE_TIMEOUT_MS:-30000} + 999) / 1000))
mkdir -p apache-run

cat >apache.conf <<CONF
ServerRoot "$PWD"
DefaultRuntimeDir "$PWD/apache-run"
PidFile "$PWD/apache-run/pid"
Mutex file:$PWD/apache-run default
# Not /dev/stderr: that name cannot be opened where standard error is a socket.
ErrorLog "$PWD/apache-error.log"
ServerName 127.0.0.1
Listen 127.0.0.1:$port
# The kernel would hand over a connection with its first data only: one that never sends would never be timed out.
AcceptFilter http none

LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule mime_module /usr/lib/apache2/modules/mod_mime.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
LoadModule filter_module /usr/lib/apache2/modules/mod_filter.so
LoadModule deflate_module /usr/lib/apache2/modules/mod_deflate.so
LoadModule reqtimeout_module /usr/lib/apache2/modules/mod_reqtimeout.so
LoadModule dav_module /usr/lib/apache2/modules/mod_dav.so
LoadModule dav_fs_module /usr/lib/apache2/modules/mod_dav_fs.so

# One process; a connection that has not sent its head holds a thread.
StartServers 1
ServerLimit 1
ThreadLimit 230
ThreadsPerChild 230
MaxRequestWorkers 230
MinSpareThreads 1
MaxSpareThreads 230

KeepAlive On
KeepAliveTimeout $seconds
MaxKeepAliveRequests 0
RequestReadTimeout header=$seconds body=$seconds

TypesConfig /dev/null
AddType text/html .html
AddType text/plain .txt
AddType text/css .css
AddType text/javascript .js
AddType application/json .json
AddType image/png .png
AddType image/jpeg .jpg
AddType image/gif .gif
AddType image/svg+xml .svg
AddType application/pdf .pdf
AddOutputFilterByType DEFLATE text/html text/plain text/css text/javascript application/json image/svg+xml

DocumentRoot "$root"
DirectoryIndex index.html
DavLockDB "$PWD/apache-run/dav"
<Directory "/">
  Options None
  AllowOverride None
  Require all denied
</Directory>
<Directory "$root">
  Require all granted
</Directory>
<Location "/files/">
  Dav On
</Location>
CONF

# SIGTERM goes on to the server; with connections open that waits up to 9 s for its threads, so SIGKILL follows after one.
exec timeout --kill-after=1 0 /usr/sbin/apache2 -DFOREGROUND -f "$PWD/apache.conf"
