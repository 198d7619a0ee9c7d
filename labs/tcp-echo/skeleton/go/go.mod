module tcpecho

go 1.22
