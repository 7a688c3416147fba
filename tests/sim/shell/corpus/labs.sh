#%% write a manifest with a here document
cat > pod.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: web
YAML
grep -c : pod.yaml; sed -i 's/name: web/name: api/' pod.yaml; awk '/name:/ {print $2}' pod.yaml
#%% append and edit a config
printf 'a=1\nb=2\n' > app.conf; echo 'c=3' >> app.conf; sed -i '/^b=/d' app.conf; while IFS='=' read -r k v; do echo "$k -> $v"; done < app.conf
#%% encode and decode a secret
user=$(echo -n admin | base64); echo "$user"; echo "$user" | base64 -d; echo; echo -n 's3cr3t' | base64 | base64 --decode; echo
#%% poll until a file appears
(sleep 0.05; touch ready) & n=0; until [ -f ready ]; do sleep 0.01; n=$((n+1)); [ $n -gt 500 ] && break; done; [ -f ready ] && echo ready; wait
#%% retry with a limit
n=0; try() { n=$((n+1)); [ $n -ge 3 ]; }; until try; do echo "attempt $n failed"; done; echo "ok after $n"
#%% parse key value output
out='NAME READY STATUS
web 1/1 Running
api 0/1 Pending'; echo "$out" | awk 'NR>1 && $3!="Running" {print $1}'; echo "$out" | tail -n +2 | while read -r name ready status; do echo "$name is $status"; done; echo "$out" | sed 1d | cut -d' ' -f1 | sort
#%% loop over a list of names
for name in web api db; do echo "create $name" >> log; done; cat -n log; wc -l < log
#%% default arguments of a script
cat > run.sh <<'EOF2'
#!/bin/bash
set -euo pipefail
name=${1:-world}
times=${2:-1}
for ((i = 1; i <= times; i++)); do
  echo "hello $name $i"
done
EOF2
chmod +x run.sh; ./run.sh; ./run.sh bob 2
#%% usage and exit codes
usage() { echo "usage: $0 name" >&2; exit 64; }; main() { [ $# -ge 1 ] || usage; echo "name $1"; }; (main x); (main) 2>/dev/null; echo $?
#%% a menu with case
handle() { case "$1" in start|stop) echo "$1ing";; status) echo ok;; -h|--help|"") echo help;; *) echo "unknown $1" >&2; return 1;; esac; }; handle start; handle status; handle; handle zzz 2>/dev/null || echo "rc $?"
#%% temporary directory removed by a trap
(d=$(mktemp -d); trap 'rm -rf "$d"; echo cleaned' EXIT; touch "$d/x"; ls "$d")
#%% counting words
printf 'b a b\nc a b\n' | tr ' ' '\n' | sort | uniq -c | sort -rn | awk '{print $2, $1}'
#%% join lines with commas
printf 'a\nb\nc\n' | paste -sd, ; printf 'a\nb\nc\n' | tr '\n' ',' | sed 's/,$//'; echo; seq 3 | xargs | tr ' ' +
#%% strict mode
set -euo pipefail; x=$(printf 'a\nb\n' | grep b); echo $x; grep q <<< abc || echo none; cat nosuch 2>/dev/null | wc -l; echo never
#%% quoting a command line
cmd=(printf '[%s]' "a b" c); "${cmd[@]}"; echo; args="-n 1"; seq 3 | head $args
#%% compare versions
v1=1.10.0 v2=1.9.3; [ "$(printf '%s\n' $v1 $v2 | sort -V | head -1)" = $v2 ] && echo "$v2 is older"
#%% reading a csv
printf 'id,name\n1,ann\n2,bob\n' > f; { read -r; while IFS=, read -r id name; do echo "$id:$name"; done; } < f; cut -d, -f2 f | tail -n +2 | tr a-z A-Z
#%% numbered files
for i in {01..03}; do echo $i > file$i.txt; done; cat file*.txt | paste -sd' '; for f in file*.txt; do mv "$f" "${f%.txt}.md"; done; ls
#%% heredoc with variables into a file
name=web port=80; cat <<E > svc.txt
name: $name
port: ${port}
target: $((port + 8000))
literal: \$port
E
cat svc.txt
#%% test before acting
mkdir -p conf.d; [ -d conf.d ] && echo exists; [ -e conf.d/a ] || echo 'x' > conf.d/a; [ -s conf.d/a ] && cat conf.d/a; test -f conf.d/a && rm conf.d/a; ls conf.d | wc -l
#%% arithmetic loop with an average
sum=0 n=0; for x in 3 5 10; do sum=$((sum + x)); ((n++)); done; echo "avg $((sum / n)) rest $((sum % n))"; awk -v s=$sum -v n=$n 'BEGIN {printf "%.2f\n", s/n}'
#%% string building
s=; for c in a b c; do s+="$c,"; done; echo "${s%,}"; printf -v padded '%-8s|' ab; echo "$padded"; printf '%.0s-' {1..10}; echo
#%% fizzbuzz
for i in {1..15}; do if ((i % 15 == 0)); then echo FizzBuzz; elif ((i % 5 == 0)); then echo Buzz; elif ((i % 3 == 0)); then echo Fizz; else echo $i; fi; done
#%% primes
for ((n=2; n<20; n++)); do p=1; for ((d=2; d*d<=n; d++)); do ((n % d)) || { p=0; break; }; done; ((p)) && echo -n "$n "; done; echo
#%% reverse a string
s=hello r=; for ((i=${#s}-1; i>=0; i--)); do r+=${s:i:1}; done; echo $r
#%% functions returning text
trim() { local x=$1; x=${x#"${x%%[! ]*}"}; x=${x%"${x##*[! ]}"}; echo "<$x>"; }; trim "  a b  "
#%% stack with an array
st=(); push() { st+=("$1"); }; pop() { top=${st[-1]}; unset 'st[-1]'; }; push a; push b; pop; echo $top ${#st[@]}; pop; echo $top ${#st[@]}
#%% map with an associative array
declare -A port=([http]=80 [https]=443); for p in http https ssh; do echo "$p ${port[$p]:-unknown}"; done; echo "${#port[@]}"
#%% background workers write in order
for i in 1 2 3; do (sleep 0.0$i; echo "worker $i" > w$i) & done; wait; cat w?; echo done
#%% pipeline of functions
upper() { tr a-z A-Z; }; number() { nl -w1 -s': '; }; printf 'x\ny\n' | upper | number
#%% log levels on two streams
info() { echo "info: $*"; }; err() { echo "error: $*" >&2; }; { info a; err b; info c; } 2> err.log; cat err.log
#%% find and replace over files
mkdir src; echo 'image: nginx:1.24' > src/a.yaml; echo 'image: redis:6' > src/b.yaml; grep -rl nginx src | xargs sed -i 's/1.24/1.25/'; cat src/*.yaml; grep -rh image src | sort
#%% exit status chains
check() { return $1; }; check 0 && echo zero; check 1 || echo one; check 2; case $? in 0) echo z;; 2) echo two;; esac; if ! check 3; then echo "not ok"; fi
#%% nested loops over pairs
for a in x y; do for b in 1 2; do echo -n "$a$b "; done; done; echo; for p in k1=v1 k2=v2; do IFS== read -r k v <<< "$p"; echo "$k:$v"; done
#%% substring tests
s=hello-world; [[ $s == *world ]] && echo ends; [[ $s == hello* ]] && echo begins; [[ $s == *-* ]] && echo has; case $s in *lo-wo*) echo inside;; esac; [[ $s =~ ^([a-z]+)-([a-z]+)$ ]] && echo "${BASH_REMATCH[2]}"
#%% environment files
printf 'A=1\n# comment\nB="two words"\n' > .env; set -a; . ./.env; set +a; bash -c 'echo "$A $B"'
#%% ports from ranges
for port in $(seq 8080 8082); do echo "-p $port:80"; done | xargs
#%% two way split of a stream
seq 6 | tee >(cat > all) | awk '$1 % 2' ; sleep 0.05; wc -l < all
#%% last argument and history free
set -- a b c; echo "${!#}" "${@: -1}" "$#"
#%% indentation and tabs
printf 'a:\n\tb: 1\n' | expand -t2; printf '  x\n' | sed 's/^ *//'; echo 'a    b' | tr -s ' '
#%% json by hand
name='web'; printf '{"name": "%s", "replicas": %d}\n' "$name" 3; echo '{"a": "b"}' | grep -o '"a": *"[^"]*"' | cut -d'"' -f4
#%% long options in a loop
parse() { while [ $# -gt 0 ]; do case $1 in --name) name=$2; shift 2;; --name=*) name=${1#*=}; shift;; -v) v=1; shift;; --) shift; break;; -*) echo "bad $1"; return 2;; *) break;; esac; done; echo "$name ${v:-0} $*"; }; parse --name a x; parse --name=b -v -- y z; parse -q; echo $?
#%% disk and sizes
printf '%s\n' 10K 2M 1G | sort -h; head -c 2048 /dev/zero > f; stat -c %s f; du -b f | cut -f1; ls -lh f | awk '{print $5}'
#%% sudo style prefixes
env A=1 bash -c 'echo $A'; nohup echo hi 2>/dev/null; timeout 1 echo in time
#%% errors in the middle of a pipe
ls nosuch 2>&1 | wc -l; (echo a; exit 2) | cat; echo $?; set -o pipefail; (echo a; exit 2) | cat; echo $?
#%% arithmetic formats
echo $((16#ff)) $((8#17)) $((0x10 + 010)); printf '%d %o %x\n' 255 255 255; echo $(( (1 << 10) - 1 )) $(( 17 / 5 * 5 + 17 % 5 ))
