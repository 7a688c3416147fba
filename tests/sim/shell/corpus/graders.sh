#%% a grader that counts
total=0; passed=0; ok() { local what=$1; shift; ((total++)); if "$@" > /dev/null 2>&1; then ((passed++)); printf '  %-12s %s\n' "$what" PASS; else printf '  %-12s %s\n' "$what" FAIL; fi; }; ok true true; ok false false; ok grep grep -q root /etc/passwd; ok 'no such' nosuchcommand; echo "$passed/$total"; printf 'score: %d%%\n' $((100 * passed / total)); (( passed == total )) || echo incomplete
#%% colours and marks
GREEN='\033[0;32m'; NC='\033[0m'; echo -e "${GREEN}done${NC}"; printf "${GREEN}%s${NC}\n" ok; printf '%b\n' "a\tb\x41"; echo -e "\u2714 \xe2\x9c\x85"; bold=$'\e[1m'; echo "${bold}x" | cat -v; printf '\e[31m' | od -An -c
#%% reading lines on another descriptor
printf 'one two\nthree four\n' > f; while read -r a b <&3; do echo "$b $a"; done 3< f; while IFS= read -r line <&4; do echo "[$line]"; done 4< <(sort -r f); exec 5> out; echo x >&5; echo y >&5; exec 5>&-; cat out; exec 6< f; read -r l <&6; read -r m <&6; echo "$m/$l"; exec 6<&-; { echo a; echo b >&2; } 2>&1 | sort -r
#%% arrays from commands
names=($(printf 'c\na\nb\n' | sort)); echo "${#names[@]} ${names[*]} ${names[-1]} ${names[@]:1:2}"; mapfile -t rows < <(seq 3); echo "${rows[@]/#/row}"; IFS=, read -ra parts <<< "x,y,,z"; echo "${#parts[@]} ${parts[2]:-empty}"; declare -A seen; for w in a b a c a; do ((seen[$w]++)); done; for k in $(printf '%s\n' "${!seen[@]}" | sort); do echo "$k=${seen[$k]}"; done; unset 'names[0]'; echo "${!names[@]}"; names+=(d); echo "${names[@]@Q}"; printf '%s;' "${names[@]}"; echo; [[ -v seen[a] ]] && echo has; [[ " ${names[*]} " == *" b "* ]] && echo in
#%% strict mode and its traps
set -euo pipefail; trap 'echo "failed at line $LINENO with $?"' ERR; trap 'echo bye' EXIT; x=$(echo hi); echo "$x"; false || true; if ! grep -q nothing /etc/passwd; then echo none; fi; y=${MISSING:-default}; echo "$y"; (exit 3) | cat; echo unreached
#%% what must be set
: "${A_NAME:=fallback}"; echo "$A_NAME"; (: "${NOT_THERE:?give it}") 2>&1 | sed 's/.*NOT/NOT/'; echo "${A_NAME:+set}"; v=a/b/c.tar.gz; echo "${v##*/} ${v%/*} ${v%%.*} ${v#*/} ${v/b/B} ${v//\//-} ${v^^} ${v:2:3} ${v: -2}"; n=A_NAME; echo "${!n}"; m="hello,  "; echo "[${m::-3}]"; w='  trim me '; w="${w#"${w%%[![:space:]]*}"}"; w="${w%"${w##*[![:space:]]}"}"; echo "[$w]"
#%% waiting for something
n=0; until [ "$n" -ge 3 ]; do n=$((n+1)); done; echo $n; wait_for() { local tries=$1; shift; for ((i = 1; i <= tries; i++)); do "$@" && return 0; sleep 0.01; done; return 1; }; count=0; third() { [ $((++count)) -eq 3 ]; }; wait_for 5 third && echo "after $count"; wait_for 2 false || echo gave up; timeout 1 bash -c 'until false; do sleep 0.1; done'; echo $?; start=$SECONDS; sleep 1; echo $((SECONDS - start >= 1)); (sleep 0.05; echo late) & wait $!; echo $?
#%% documents
name=web; cat <<EOF > a.yaml
kind: Pod
name: $name
sum: $((1+2)) $(echo sub) \$kept `echo old`
EOF
cat a.yaml; cat <<'EOF'
raw $name $(no) `no`
EOF
if true; then
	cat <<-EOF
	indented $name
		more
	EOF
fi; sed "s|web|shop|; s/3/three/" <<< "$(cat a.yaml)"; read -r -d '' text <<'EOF' || true
two
lines
EOF
echo "$text"; tr a-z A-Z << X | cat -n
shout
X
#%% functions that answer
add() { printf -v "$3" '%d' $(( $1 + $2 )); }; add 2 3 five; echo $five; swap() { local -n one=$1 two=$2; local t=$one; one=$two; two=$t; }; a=1 b=2; swap a b; echo $a $b; fact() { (( $1 <= 1 )) && echo 1 || echo $(( $1 * $(fact $(( $1 - 1 ))) )); }; fact 5; say() { echo "$# $* ${FUNCNAME[0]}"; }; say 'a b' c; export -f say; bash -c 'say x'; outer() { inner() { echo in; }; inner; }; outer; inner; unset -f inner; type inner 2> /dev/null || echo gone; f() { return $1; }; f 300; echo $?; g() ( cd /; x=9; pwd ); x=1; g; echo $x
#%% options of a script
cat > s.sh <<'EOF'
#!/bin/bash
verbose=0 out=-
while getopts ':vo:h' opt; do case $opt in v) verbose=1;; o) out=$OPTARG;; h) echo help; exit 0;; :) echo "-$OPTARG needs"; exit 2;; \?) echo "bad -$OPTARG"; exit 2;; esac; done
shift $((OPTIND - 1)); echo "$verbose $out $# $1"
case "${1:-}" in start|up) echo go;; stop) echo halt;; [0-9]*) echo number;; *) echo "usage: ${0##*/}" >&2; exit 64;; esac
EOF
chmod +x s.sh; ./s.sh -v -o f start; ./s.sh -o; echo $?; ./s.sh -x; ./s.sh -vh; ./s.sh 7up; ./s.sh -- -v 2>&1; echo $?; parse() { while (( $# )); do case $1 in --name=*) echo "n ${1#*=}";; --name) echo "n $2"; shift;; -*) echo "u $1";; *) echo "p $1";; esac; shift; done; }; parse --name=a --name b -z c
#%% columns out of tables
printf 'NAME   READY  STATUS\nweb-1  1/1    Running\nweb-2  0/1    Pending\ndb-0   1/1    Running\n' > t; awk 'NR>1 && $3!="Running"{print $1}' t; awk 'NR>1{c[$3]++} END{for(s in c) print s, c[s]}' t | sort; tail -n +2 t | while read -r n r s; do [[ $r == 1/1 ]] && echo "$n up"; done; grep -c Running t; cut -c1-5 t | tail -3 | tr '\n' ' '; echo; column -t t; sed -n '2,3{s/  */ /gp}' t; tail -n +2 t | sort -k3,3 -k1,1r | head -1; awk '{ $1=""; print NF, $0 }' t; awk -v s=Pending '$3==s {print FNR": "$0; n++} END {exit !n}' t; echo $?; tr -s ' ' < t | cut -d' ' -f2 | paste -sd+; xargs -n2 echo < t | tail -2; awk -F'[/ ]+' 'NR>1 {print $2+$3}' t
#%% comparing files and numbers
diff <(printf 'a\nb\n') <(printf 'a\nc\n'); echo $?; cmp -s <(echo x) <(echo x) && echo same; [ 10 -gt 9 ] && [[ 10 > 9 ]] || echo text; [[ abc == a* && abc != *d ]] && echo glob; [[ "v1.29.3" =~ ^v([0-9]+)\.([0-9]+) ]] && echo "${BASH_REMATCH[1]}/${BASH_REMATCH[2]}"; [ -z "" -a -n x ] && echo both; [ ! -e nosuch ] && echo none; printf '%s\n' 1.10 1.9 1.2 | sort -V | tail -1; (( 3 > 2 )) && echo yes; [[ -n ${EMPTY-} ]] || echo unset; [ "$(printf 'x\n\n')" = x ] && echo trimmed; test 1 -eq 1; echo $?; [ a = b ]; echo $?; echo $(( 7 / 2 )) $(( -7 % 3 )) $(( 2 ** 10 )) $(( 0x1f )) $(( 010 )) $(( 16#ff )) $(( 1 ? 2 : 3 ))
#%% pipes, their status and their files
false | true; echo "${PIPESTATUS[@]}"; set -o pipefail; false | true; echo $?; set +o pipefail; echo out | tee copy | tr a-z A-Z; cat copy; { echo 1; echo 2 >&2; } 2> err > all; cat err all; ls nosuch 2> /dev/null || echo "rc $?"; echo both &> x; cat x; echo more >> x; wc -l < x; : > x; [ -s x ] || echo empty; mkdir -p d/e && touch d/e/{a,b}.txt && find d -name '*.txt' | sort | xargs -I{} basename {} .txt; echo done | (read -r w; echo "got $w"); yes | head -2 | wc -l; printf 'a b\0c\0' | xargs -0 -n1 echo; exec 3>&1; out=$(echo shown >&3; echo caught); exec 3>&-; echo "$out"
#%% source and its results
printf 'X=1\nf() { echo f$X; }\nreturn 4\necho never\n' > lib.sh; source ./lib.sh; echo "$? $X"; f; . ./lib.sh a b; echo $#; bash lib.sh 2>&1 | sed 's/.*line/line/'; echo 'echo "${BASH_SOURCE[0]##*/} $0" | sed "s| .*/| |"' > w.sh; bash ./w.sh; source ./w.sh | cut -d' ' -f1; cd "$(dirname "./w.sh")" && ls w.sh; printf '%s\n' 'A=1' '# c' 'B="two words"' > .env; set -a; . ./.env; set +a; env | grep -E '^(A|B)=' | sort; export $(grep -v '^#' .env | head -1 | xargs); echo $A; eval "echo \$$(echo A)"; while IFS='=' read -r k v; do case $k in \#*) continue;; esac; echo "$k -> $v"; done < .env
#%% jobs in the background
pids=(); for i in 3 1 2; do (sleep 0.0$i; exit $i) & pids+=($!); done; for p in "${pids[@]}"; do wait "$p"; echo "rc $?"; done; sleep 5 & kill $!; wait $! 2> /dev/null; echo $?; (trap 'echo term; exit 9' TERM; kill -TERM $BASHPID; echo no); echo $?; trap 'echo int' INT; kill -INT $$; trap - INT; ( sleep 0.01 & wait ); echo end; jobs | wc -l; for i in 1 2; do echo $i & done | sort; wait
#%% dates and numbers for people
date -u -d @0 +%Y-%m-%dT%H:%M:%SZ; date -u -d '2024-02-28 +2 days' +%F; date -u -d 'Jan 5 2024 10:00' +%s; printf '%(%Y)T\n' 0; printf '%05.2f|%+d|%x|%o|%e|%5s|%-5s|%.2s|%c\n' 3.14159 5 255 8 12345 ab cd xyz q; printf '%s %s\n' a b c; printf '%q\n' "it's"; echo $((RANDOM >= 0)); seq -s, 1 2 9; seq -w 8 10; echo {a..e..2} {01..03} {3..1} x{1,2}{a,b}; numbers=(5 3 9); IFS=$'\n'; sort -n <<< "${numbers[*]}" | tail -1; unset IFS; echo $(( $(printf '%d+' 1 2 3)0 ))
#%% errors are trapped and end the script
set -Eeuo pipefail; trap 'echo "err $? $BASH_COMMAND" | cut -c1-5; exit 9' ERR; f() { false; }; f; echo no
#%% an error's trap before the end
set -e; trap 'echo "at $LINENO: $?"' ERR; trap 'echo cleaning' EXIT
if false; then :; fi
false || echo fine
(exit 7) | true
ls nosuch 2> /dev/null
echo never
#%% lines and commands of errors
trap 'echo "line $LINENO: $BASH_COMMAND"' ERR
:
false
ls /nosuch 2> /dev/null
trap 'echo "line $LINENO"' ERR
(exit 3)
f() {
  :
  false
}
f
echo a | grep b
x=$(exit 2)
[ a = b ]
[[ a == b ]]
#%% the version in parts
echo "${BASH_VERSINFO[0]} ${#BASH_VERSINFO[@]}"; (( BASH_VERSINFO[0] >= 4 )) && echo modern
#%% arithmetic that is not closed (status)
echo a; (( B${x/a/] >= 4 )) && echo modern; echo b
#%% brackets in brackets
[[ 'a[b' =~ [[:alpha:]][[] ]] && echo yes; r='[&&x]+'; [[ 'x&&y' =~ $r ]] && echo "${BASH_REMATCH[0]}"
