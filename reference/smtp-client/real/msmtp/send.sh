# msmtp (Debian: msmtp) as the client of smtp-client: sh send.sh <host> <port> <from> <subject> <to> [<to> ...]
# compose.py makes the message. msmtp's own exit statuses tell a 4yz from a 5yz in some places only; the reply that it prints does in all.
host=$1 port=$2 from=$3 subject=$4
shift 4
seconds=$(((${TIMEOUT_MS:-10000} + 999) / 1000))

python3 compose.py "$from" "$subject" "$@" >message || exit 65

msmtp --host="$host" --port="$port" --timeout="$seconds" --from="$from" -- "$@" <message 2>errors
status=$?
cat errors >&2

ex_unavailable=69 ex_ioerr=74 ex_tempfail=75 ex_protocol=76
grep -q '^msmtp: server message: 5' errors && exit $ex_unavailable
grep -q '^msmtp: server message: 4' errors && exit $ex_tempfail
# Silence is an input error to msmtp, a lost connection that or a protocol error.
[ $status -eq $ex_ioerr ] || [ $status -eq $ex_protocol ] && exit $ex_tempfail
exit $status
