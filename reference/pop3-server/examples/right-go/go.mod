module pop3server

go 1.22
