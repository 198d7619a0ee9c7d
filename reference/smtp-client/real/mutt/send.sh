# Mutt (Debian: mutt) as the client of smtp-client: sh send.sh <host> <port> <from> <subject> <to> [<to> ...]
# It composes the message itself. It waits for a reply for ever: timeout(1) ends it after twice TIMEOUT_MS in all. Its exit status tells
# that it failed; the reply that it prints tells how.
host=$1 port=$2 from=$3 subject=$4
shift 4
seconds=$(((${TIMEOUT_MS:-10000} + 999) / 1000))
export SMTP_SERVER="$host:$port" SENDER="$from"

# An address is header text to it, in which a line end could start a field.
case "$from$*" in
*[[:cntrl:]]*) echo "A control character in an address" >&2 && exit 65 ;;
esac

# It takes text with LF at the ends of lines, and sends a bare CR as it is.
sed 's/\r$//' | tr '\r' '\n' >body

timeout $((2 * seconds)) mutt -n -F muttrc -e "set connect_timeout = $seconds" -s "$subject" -- "$@" <body 2>errors
status=$?
cat errors >&2

timed_out=124 ex_unavailable=69 ex_tempfail=75
grep -q '^SMTP session failed: 5' errors && exit $ex_unavailable
if [ $status -eq $timed_out ] || grep -q -e '^SMTP session failed: ' -e '^Could not connect' errors; then exit $ex_tempfail; fi
exit $status
