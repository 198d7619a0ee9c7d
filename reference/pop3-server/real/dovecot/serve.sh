# Dovecot (Debian: dovecot-core, dovecot-pop3d) as the server of pop3-server: sh serve.sh <port> <maildrop-dir>
# Its configuration, log, sockets and indexes stay in the working directory.
port=$1 drop=$2

# Everything runs as one user, who needs a name and must not be root: for who is neither, a namespace calls us "dovecot" and changes nothing else.
if [ "$(id -u)" = 0 ] || ! id -un >/dev/null 2>&1; then
  exec unshare --user --map-user="$(id -u dovecot)" --map-group="$(id -g dovecot)" -- sh "$0" "$port" "$drop"
fi

# What a killed one has left there would be taken for a running one.
rm -rf run
mkdir -p run mail
# Names are bytes.
LC_ALL=C
export LC_ALL

# A password may have colons and blanks, so it is written in hexadecimal digits.
awk '
  BEGIN { for (i = 1; i < 256; i++) digits[sprintf("%c", i)] = sprintf("%02x", i) }
  {
    blank = index($0, " ")
    if (blank < 2) next
    password = substr($0, blank + 1)
    hex = ""
    for (i = 1; i <= length(password); i++) hex = hex digits[substr(password, i, 1)]
    print substr($0, 1, blank - 1) ":{PLAIN.HEX}" hex
  }
' "$drop/users" >passwords

# The folder of a user is the cur/ of a Maildir of which Dovecot keeps all else here: what it deletes is the file itself, and is gone when it says so.
# It numbers what it does not know as the folder happens to list it, so the first messages get their numbers from us, in the order of names.
cut -d: -f1 passwords | while IFS= read -r name; do
  [ -e "mail/$name" ] && continue
  mkdir -p "mail/$name/new" "mail/$name/tmp"
  ln -s "$drop/$name" "mail/$name/cur"
  ls "$drop/$name" | awk '{ lines = lines NR " :" $0 "\n" } END { printf "3 V1 N%d\n%s", NR + 1, lines }' >"mail/$name/dovecot-uidlist"
done

# A group without a name is none that Dovecot could give a socket to: they stay their maker's.
group=$(getent group "$(id -g)" | cut -d: -f1)

cat >dovecot.conf <<CONF
# Its sockets are there: with more than 80 bytes of path before it, they get no name.
base_dir = $PWD/run
state_dir = $PWD/run
# Not /dev/stderr: that name cannot be opened where standard error is a socket.
log_path = $PWD/dovecot.log
default_internal_user = $(id -un)
default_internal_group = $group
default_login_user = $(id -un)
first_valid_uid = 1
first_valid_gid = 0

protocols = pop3
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
# Names are as they are in the file, in any case and with any character.
auth_username_format = %u
auth_username_chars =
auth_failure_delay = 0
mail_max_userip_connections = 0

passdb {
  driver = passwd-file
  args = $PWD/passwords
}
userdb {
  driver = static
  args = uid=$(id -u) gid=$(id -g) home=$PWD/mail/%u
}

mail_location = maildir:$PWD/mail/%u
mail_fsync = never
pop3_lock_session = yes
# It would rename what was read.
pop3_no_flag_updates = yes

service anvil {
  chroot =
  # It makes an address wait that has sent wrong passwords.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service pop3-login {
  chroot =
  service_count = 0
  client_limit = 1000
  inet_listener pop3 {
    port = $port
  }
  inet_listener pop3s {
    port = 0
  }
}
service pop3 {
  extra_groups =
  process_limit = 200
}
CONF

exec /usr/sbin/dovecot -F -c "$PWD/dovecot.conf"
