# The message of smtp-client for swaks: perl compose.pl <from> <subject> <to> [<to> ...]
# The body on stdin, the message on stdout, CRLF at the ends of lines, closed by a lone dot, which swaks takes as the end. swaks replaces
# `\n` and `%NAME%` in what it is given: a body with a backslash or a percent sign goes as base64, like one that is not plain text.

use strict;
use warnings;
use Encode qw(decode encode);
use MIME::Base64 qw(encode_base64);
use POSIX qw(strftime);

my ($sender, $subject, @recipients) = @ARGV;
my $longest_line = 998; # RFC 5322 2.1.1
my $longest_word = 39;  # bytes in an encoded word of 75 characters in all (RFC 2047 2), rounded down to whole threes

/[\r\n]/ and die "A line end in a header field\n" for @ARGV;

# Encoded words of whole characters, one a line.
sub encoded_words {
    my ($text) = @_;
    my @words = ('');
    for my $character (map { encode('UTF-8', $_) } split //, decode('UTF-8', $text)) {
        push @words, '' if length($words[-1]) + length($character) > $longest_word;
        $words[-1] .= $character;
    }
    return join "\r\n ", map { '=?UTF-8?B?' . encode_base64($_, '') . '?=' } @words;
}

binmode STDIN;
binmode STDOUT;
my $body = do { local $/; <STDIN> } // '';
$body =~ s/\r\n|\r|\n/\r\n/g;
$body .= "\r\n" if $body ne '' && $body !~ /\n\z/;

my $encoding = '7bit';
if ($body =~ /[^\t\r\n\x20-\x7e]|[\\%]|[^\r]{${\($longest_line + 1)}}/) {
    $encoding = 'base64';
    $body = encode_base64($body, "\r\n");
}
$subject = encoded_words($subject) if $subject =~ /[^\x20-\x7e]|[\\%]|=\?/ || length($subject) > $longest_line - length('Subject: ');

print "$_\r\n" for (
    "From: $sender",
    'To: ' . join(', ', @recipients),
    "Subject: $subject",
    'Date: ' . strftime('%a, %d %b %Y %H:%M:%S %z', localtime),
    "Message-ID: <$$." . time . '@localhost>',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    "Content-Transfer-Encoding: $encoding",
    '',
);
print $body, ".\r\n";
