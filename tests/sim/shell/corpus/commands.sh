#%% lists
true && echo a || echo b; false && echo a || echo b; false || true && echo c; ! true; echo $?; ! false; echo $?
#%% sequence statuses
false; echo $?; true; echo $?; (exit 7); echo $?; { false; }; echo $?
#%% if
if true; then echo a; fi; if false; then echo b; else echo c; fi; if false; then :; elif true; then echo d; fi; if false; then :; fi; echo $?
#%% while and until
i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done; until [ $i -eq 0 ]; do i=$((i-1)); done; echo $i
#%% for
for i in 1 2 3; do echo $i; done; for i in; do echo never; done; set -- x y; for i; do echo $i; done; for i do echo $i; done
#%% arithmetic for
for ((i=0;i<3;i++)); do echo $i; done; for ((i=3;i>0;i--)) { echo $i; }; for ((;;)); do break; done
#%% break and continue
for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done; for i in 1 2; do for j in a b; do echo $i$j; continue 2; done; done; while :; do while :; do break 2; done; done; echo end
#%% case
for x in a.txt b.md c "" "d e"; do case $x in *.txt) echo text;; b*|z*) echo b;; "") echo empty;; "d e") echo spaced;; *) echo other;; esac; done
#%% case fall through
case a in a) echo 1;& b) echo 2;; c) echo 3;; esac; case ab in a*) echo x;;& *b) echo y;;& c) echo z;; esac; case q in a) ;; esac; echo $?
#%% case with classes
for x in 5 K _; do case $x in [0-9]) echo digit;; [[:upper:]]) echo upper;; *) echo other;; esac; done
#%% functions
f() { echo "f $1 $#"; return 3; }; f a b; echo $?; function g { local x=in; echo $x; }; x=out; g; echo $x; h() (x=sub; echo $x); h; echo $x
#%% recursion
fact() { if [ $1 -le 1 ]; then echo 1; else echo $(( $1 * $(fact $(($1-1))) )); fi; }; fact 6
#%% dynamic scope
f() { local v=1; g; echo $v; }; g() { v=2; }; v=0; f; echo $v
#%% function redirection
f() { echo out; echo err >&2; } > f.log; f 2>&1; cat f.log
#%% functions see and set arguments
f() { set -- x y; echo $1 $#; }; set -- a; f q; echo $1 $#
#%% return without value
f() { false; return; }; f; echo $?
#%% unset function
f() { echo f; }; unset -f f; f; echo $?
#%% groups and subshells
x=1; { x=2; echo $x; }; ( x=3; echo $x ); echo $x; (cd /; pwd); (exit 4) || echo $?
#%% pipelines
echo hello | tr a-z A-Z | rev; printf '3\n1\n2\n' | sort | head -1; false | true; echo $?; true | false; echo $?
#%% pipefail
set -o pipefail; false | true; echo $?; true | true; echo $?; exit 3 | true; echo $?
#%% pipe status
true | false | (exit 3); echo "${PIPESTATUS[@]}"
#%% variables in pipelines are lost
x=1; echo 2 | read x; echo $x; echo a b | { read p q; echo "$q $p"; }
#%% while read
printf 'a 1\nb 2\n' | while read n v; do echo "$v=$n"; done; while IFS=: read -r u _ id rest; do echo "$u $id"; done <<< "root:x:0:0"
#%% read leaves the rest
printf '1\n2\n3\n' | { read a; read b; cat; echo "$a$b"; }
#%% read without a final newline
printf 'x' | { read v; echo "$? $v"; }
#%% read and backslashes
printf 'a\\b c\\\nd\n' | { read x y; echo "$x|$y"; }; printf 'a\\b\n' | { read -r x; echo "$x"; }
#%% read into arrays
read -a a <<< "x y z"; echo ${#a[@]} ${a[1]}; IFS=, read -ra b <<< "1,2,,3"; echo ${#b[@]} "${b[2]}" "${b[3]}"
#%% read delimiter and count
printf 'a:b' | { read -d : x; echo "$x"; }; printf 'hello' | { read -n 2 x; echo "$x"; }
#%% mapfile
printf 'a\nb\nc\n' > f; mapfile -t l < f; echo ${#l[@]} ${l[2]}; mapfile m < <(echo x); printf '%s' "${m[0]}"
#%% redirections
echo a > f; echo b >> f; cat < f; cat f > g 2>&1; wc -l < g; echo err >&2 2>/dev/null; ls nosuch 2> e; wc -l < e; echo x &> h; cat h; : > f; wc -c < f
#%% redirection order
{ echo o; echo e >&2; } 2>&1 >/dev/null | sed 's/^/got /'
#%% file descriptors
exec 3> f; echo a >&3; echo b >&3; exec 3>&-; cat f; exec 4< f; read x <&4; read y <&4; echo $y$x; exec 4<&-
#%% redirect a loop
for i in 1 2; do echo $i; done > f; while read x; do echo "<$x>"; done < f
#%% noclobber
set -C; echo a > f; echo b > f; echo $?; echo c >| f; cat f
#%% redirect failure
echo a > nosuch/x; echo $?; cat < nosuch; echo $?
#%% bad descriptor
echo a >&7; echo $?
#%% process substitution
cat <(echo a) <(echo b); diff <(echo x) <(echo x) && echo same; while read l; do echo "l $l"; done < <(seq 2)
#%% command not found
nosuchcommand a b; echo $?; ./nosuch; echo $?; /etc; echo $?
#%% not executable
echo 'echo hi' > s; ./s; echo $?; chmod +x s; ./s a; echo $?; bash s
#%% scripts with an interpreter
printf '#!/bin/bash\necho "$0 $1 $#"; exit 5\n' > s; chmod 755 s; ./s x y; echo $?
#%% bash -c arguments
bash -c 'echo $0 $1 $#' name a b; bash -c 'exit 9'; echo $?; sh -c 'echo $1' x y
#%% source
echo 'x=5; f() { echo "f $1"; }; return 3; echo no' > lib; . ./lib; echo $? $x; f a; source ./lib b; echo $?
#%% source with arguments
echo 'echo $1 $#' > lib; set -- p q; . ./lib a; . ./lib; echo $1
#%% source a missing file
. ./nosuch; echo $?
#%% eval
x='echo a; echo "b  c"'; eval "$x"; eval 'y=1'; echo $y; eval; echo $?; eval 'false'; echo $?
#%% eval breaks loops
for i in 1 2 3; do eval '[ $i = 2 ] && break'; echo $i; done
#%% exec replaces
(exec echo replaced; echo never); echo after
#%% exit in subshell and function
f() { exit 6; }; (f; echo never); echo $?
#%% exit code is taken modulo
(exit 256); echo $?; (exit -1); echo $?
#%% environment of commands
X=1 bash -c 'echo $X'; echo "${X-unset}"; export Y=2; bash -c 'echo $Y'; Z=3; bash -c 'echo "${Z-none}"'; A=1 B=2 env | grep -c '^[AB]='
#%% assignments before builtins do not last
IFS=: read a b <<< 1:2; echo "$a $b"; printf '%s' "$IFS" | wc -c; x=1 true; echo "${x-unset}"
#%% set e
set -e; false || echo caught; if false; then :; fi; ! true; false && true; echo still; false; echo never
#%% set e in functions
f() { false; echo in f; }; set -e; f || echo caught; f; echo never
#%% set e and substitution
set -e; x=$(false) || echo caught; y=$(echo a; false; echo b); echo never
#%% set e in subshell
set -e; (false; echo never) || echo caught; (false); echo never
#%% set e and pipelines
set -e; false | true; echo a; true | false; echo never
#%% set x
set -x; echo a "b c" ''; x=1; y="q r"; [ $x = 1 ] && true; set +x; echo done
#%% trap exit
trap 'echo bye $?' EXIT; echo a; exit 3
#%% trap exit in subshell
(trap 'echo sub' EXIT; echo in); echo out
#%% trap err
trap 'echo err $?' ERR; false; true; (exit 4); if false; then :; fi; echo end
#%% trap listing
trap 'echo x' EXIT INT; trap; trap - EXIT INT; trap
#%% trap signal to self
trap 'echo got' USR1; kill -USR1 $$; echo after
#%% background and wait
sleep 0.01 & p=$!; wait $p; echo $?; (exit 5) & wait $!; echo $?; wait; echo $?
#%% wait for all
for i in 1 2 3; do (sleep 0.0$i; echo $i > o$i) & done; wait; cat o?; echo all
#%% kill a job
sleep 5 & kill $!; wait $! 2>/dev/null; echo $?
#%% kill errors
kill 99999999; echo $?; kill abc; echo $?; kill; echo $?
#%% timeout
timeout 0.05 sleep 2; echo $?; timeout 2 true; echo $?; timeout 2 false; echo $?
#%% getopts
set -- -a -b val -c x y; while getopts ab:c o; do echo "$o ${OPTARG-}"; done; shift $((OPTIND-1)); echo $*
#%% getopts errors
set -- -z -b; while getopts :ab: o; do echo "$o $OPTARG"; done
#%% shift and set
set -- a b c; shift 2; echo $*; set -- ; echo $#; set a b; echo $2
#%% printf
printf '%s-%d|%5s|%-5s|%05d|%x|%o|%c|%%\n' a 42 b c 7 255 8 xyz; printf '%s\n' a b c; printf '%d %s\n' 1 a 2; printf '\tA\x41\n'; printf '%b' 'a\nb\n'; printf '%q\n' "a b" '' "it's"
#%% printf floats
printf '%.2f %5.1f %e %g\n' 3.14159 2.25 12345.678 0.0001; printf '%i\n' 0x1f; printf '%5.3s|\n' abcdef; printf "%*d\n" 5 3
#%% printf bad number
printf '%d\n' abc; echo $?
#%% printf v
printf -v x '%03d' 7; echo $x
#%% echo options
echo -n a; echo; echo -e 'a\tb\c'; echo; echo -E 'a\tb'; echo -x; echo -- a; echo -ne 'x\n'
#%% type and command
type cd; type if; f() { :; }; type -t f cd if ls nosuch; command -v cd; command -v nosuch; echo $?; command echo hi
#%% alias is not expanded in scripts
alias x='echo hi'; alias; unalias x; alias; echo $?
#%% umask
umask; umask 027; umask; touch f; stat -c %a f; mkdir d; stat -c %a d
#%% cd and pwd
mkdir -p a/b; cd a/b; echo ${PWD##*/}; cd ..; echo ${PWD##*/}; cd - > /dev/null; echo ${PWD##*/}; cd nosuch; echo $?; cd; echo $?
#%% directory stack
mkdir x y; cd x; pushd ../y > /dev/null; echo ${PWD##*/}; popd > /dev/null; echo ${PWD##*/}; popd; echo $?
#%% let and double parentheses
let x=1+2 y=x*2; echo $x $y; let 0; echo $?; ((x++)); echo $x $?; ((0)); echo $?; if ((x > 3)); then echo big; fi
#%% readonly
readonly r=1; echo $r; (r=2; echo never); echo $?; unset r; echo $?
#%% export and unset
export A=1 B; echo $A; unset A; echo "${A-gone}"; export -p | grep -c 'declare -x'  > /dev/null; echo $?
#%% local outside
local x=1; echo $?
#%% shopt
shopt -s nullglob; shopt nullglob; shopt -q nullglob; echo $?; shopt -u nullglob; shopt -q nullglob; echo $?
#%% set options
set -o errexit; set +e; set -o | grep -E 'errexit|pipefail'; echo $-| tr -d 'hBc'
#%% true false colon
true; echo $?; false; echo $?; :; echo $?
#%% subshell depth
echo $BASH_SUBSHELL $(echo $BASH_SUBSHELL) $( (echo $BASH_SUBSHELL) )
#%% line numbers
echo $LINENO
echo $LINENO; nosuchcmd
f() {
  nosuchcmd2
}
f
#%% syntax error stops the line only
echo one
echo )
echo two
#%% unterminated quote
echo one
echo "two
#%% unexpected end
if true; then
echo a
#%% keyword in the wrong place
fi
#%% done without do
for i in 1 2 3 do echo; done
#%% double pipe
a | | b
#%% empty function
f() { }
#%% double semicolon
echo a;; echo b
#%% eval syntax error
eval 'echo )'; echo $?
#%% time is a keyword
{ time true; } 2>/dev/null; echo $?; { time false; } 2>/dev/null; echo $?
#%% nested substitution in conditions
if [ "$(echo a | tr a b)" = b ]; then echo yes; fi; [ -n "$(echo)" ] || echo empty
#%% tilde command and negation in pipelines
! echo a | grep -q b; echo $?; ! echo a | grep -q a; echo $?
#%% assignment status
x=1; echo $?; x=$(exit 2) y=3; echo $? $y
#%% the underscore
echo a b; echo $_
#%% return outside
return 3; echo $?
#%% break outside
break; echo $?
#%% xargs and find
mkdir d; touch d/a d/b; find d -type f | sort | xargs -n1 echo got; find d -name a -exec echo found {} \;
#%% yes into head
yes | head -3; yes no | head -1; echo ${PIPESTATUS[0]}
#%% command substitution in for
for f in $(seq 3); do echo -n "$f "; done; echo
#%% long pipeline
seq 100 | grep 7 | sort -rn | head -5 | tail -2 | paste -sd,
#%% exit inside a loop in a pipeline
seq 10 | while read i; do [ $i = 3 ] && exit 5; echo $i; done; echo $?
#%% multiple lines of control
for i in 1 2
do
  if [ $i = 1 ]
  then
    echo one
  else
    echo other
  fi
done | cat
#%% and or across lines
true &&
  echo a ||
  echo b
#%% semicolons and ampersands
echo a; echo b & wait; echo c
#%% dollar at in a function call
f() { for a in "$@"; do printf '<%s>' "$a"; done; echo; }; f "a b" '' c; f
#%% unquoted at with empty
set -- "" b; for a in $@; do echo "<$a>"; done; echo $#
#%% a job killed while waited for
sleep 5 & kill -9 $!; wait $!; echo $?
#%% a terminated and a hung up child
bash -c 'kill -TERM $$'; echo $?; bash -c 'kill -HUP $$'; echo $?; sleep 5 & kill $!; wait $!; echo $?
