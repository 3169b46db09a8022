# Makes the certificates anew. Dates are fixed, so that no clock finds them not valid yet.
set -e
cd "$(dirname "$0")"
work=$(mktemp -d)
from=20200101000000Z to=21200101000000Z curve="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
cat > "$work/ca.conf" <<'EOF'
[ca]
default_ca = test
[test]
database = ./index
rand_serial = yes
default_md = sha256
policy = any
email_in_dn = no
[any]
commonName = supplied
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[server]
basicConstraints = CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:crm.acme.example
EOF
here=$PWD
cd "$work"
: > index
for name in ca other; do
  openssl req $curve -keyout $name.key -out $name.csr -subj "/CN=Towpath test authority $name"
  openssl ca -batch -config ca.conf -selfsign -keyfile $name.key -in $name.csr -out $name.pem -outdir . -notext \
    -startdate $from -enddate $to -extensions authority
done
openssl req $curve -keyout server.key -out server.csr -subj "/CN=crm.acme.example"
openssl ca -batch -config ca.conf -cert ca.pem -keyfile ca.key -in server.csr -out server.pem -outdir . -notext \
  -startdate $from -enddate $to -extensions server
cp ca.pem other.pem server.pem server.key "$here"
rm -r "$work"
