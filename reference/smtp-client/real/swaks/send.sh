# swaks (Debian: swaks) as the client of smtp-client: sh send.sh <host> <port> <from> <subject> <to> [<to> ...]
# compose.pl makes the message. swaks says which command failed, not how; its transcript shows the replies.
host=$1 port=$2 from=$3 subject=$4
shift 4
seconds=$(((${TIMEOUT_MS:-10000} + 999) / 1000))

perl compose.pl "$from" "$subject" "$@" >message || exit 65
recipients=$(IFS=, && echo "$*")

swaks --server "$host" --port "$port" --timeout "$seconds" --helo "[127.0.0.1]" --pipeline \
  --from "$from" --to "$recipients" --data @message --suppress-data >transcript
status=$?
cat transcript

ex_unavailable=69 ex_tempfail=75
# The first digits of the replies that refuse, but those to EHLO, after which comes HELO, and to QUIT.
refusals=$(awk '/^ ->/ { verb = $2 } /^<\*\* [45]/ && verb != "EHLO" && verb != "QUIT" { print substr($2, 1, 1) }' transcript)
case $refusals in
*5*) exit $ex_unavailable ;;
*4*) exit $ex_tempfail ;;
esac
# Refused no command: the connection was refused, went silent or was lost.
swaks_connect=2 swaks_closed=6
case $status in
$swaks_connect | $swaks_closed | 2[1-6]) exit $ex_tempfail ;;
esac
exit $status
