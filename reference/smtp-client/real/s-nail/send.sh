# S-nail (Debian: s-nail) as the client of smtp-client: sh send.sh <host> <port> <from> <subject> <to> [<to> ...]
# It composes the message itself. It waits for ever: timeout(1) ends it after twice TIMEOUT_MS in all, with SIGKILL, since it puts off
# SIGTERM while it writes. Its exit status tells that it failed; the reply that it prints tells how.
host=$1 port=$2 from=$3 subject=$4
shift 4
seconds=$(((${TIMEOUT_MS:-10000} + 999) / 1000))

# An address is header text to it, in which a line end could start a field.
case "$from$*" in
*[[:cntrl:]]*) echo "A control character in an address" >&2 && exit 65 ;;
esac

# It takes text with LF at the ends of lines; a CR would be a character of the text.
sed 's/\r$//' | tr '\r' '\n' >body

timeout --signal=KILL $((2 * seconds)) s-nail -:/ -S v15-compat -S mta="smtp://$host:$port" -S smtp-auth=none -S socket-connect-timeout=$seconds \
  -S hostname=localhost -S from="$from" -S ttycharset=utf-8 -S sendcharsets=utf-8 -S mime-encoding=quoted-printable -S nosave \
  -s "$subject" -. "$@" <body 2>errors
status=$?
cat errors >&2

killed=137 ex_unavailable=69 ex_tempfail=75
grep -q '^s-nail: SMTP server: 5' errors && exit $ex_unavailable
if [ $status -eq $killed ] || grep -q -e '^s-nail: SMTP server: 4' -e 'SMTP connection' -e '^s-nail: .*[Cc]onnect' errors; then exit $ex_tempfail; fi
exit $status
