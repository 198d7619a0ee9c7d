module smtpclient

go 1.22
