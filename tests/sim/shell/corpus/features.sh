#%% quoted for reuse
v="it's a \"test\" \$x"; echo "${v@Q}"; a=('one two' three); echo "${a[@]@Q}"
#%% upper and lower by an operator
v='mixed Case'; echo "${v@U} ${v@L} ${v@u}"
#%% escapes expanded by an operator
v='a\tb\n'; printf '%s' "${v@E}" | od -c | head -2
#%% attributes by an operator
declare -r constant=1; declare -i number=2; declare -a list=(x); echo "${constant@a} ${number@a} ${list@a}"
#%% assignment that would make it again
v='a b'; echo "${v@A}"
#%% a reference to a variable
target=first; declare -n ref=target; ref=second; echo "$target $ref ${!ref}"
#%% a reference as a parameter
fill() { local -n out=$1; out=("$2" "$3"); }
fill made x 'y z'; printf '<%s>' "${made[@]}"; echo
#%% an associative array by reference
declare -A map=([k]=v); show() { local -n m=$1; for key in "${!m[@]}"; do echo "$key=${m[$key]}"; done; }; show map
#%% integers add and ignore words
declare -i n=5; n+=3; n=n*2; echo $n; n='2 + 3'; echo $n
#%% a variable is set or not
unset a; b=; c=x; d=(1); for name in a b c d; do [[ -v $name ]] && echo "$name set" || echo "$name not"; done
#%% an element is set or not
d=([2]=x); [[ -v d[2] ]] && echo yes; [[ -v d[1] ]] || echo no
#%% order of strings in conditions
[[ apple < banana ]] && echo less; [[ b > a ]] && echo more; [ a \< b ] && echo test
#%% parts of a matched expression
[[ 'v1.22.3-rc1' =~ ^v([0-9]+)\.([0-9]+)(\.([0-9]+))?(-(.*))?$ ]] && printf '[%s]' "${BASH_REMATCH[@]}"; echo
#%% an expression in a variable, and a quoted one
re='^a.c$'; [[ abc =~ $re ]] && echo pattern; [[ abc =~ "a.c" ]] || echo literal
#%% patterns on the right may be quoted
f='*.txt'; [[ notes.txt == *.txt ]] && echo pattern; [[ notes.txt == "*.txt" ]] || echo literal; [[ notes.txt == $f ]] && echo variable
#%% extended patterns in conditions
[[ foobar == foo@(bar|baz) ]] && echo one; [[ aaa == +(a) ]] && echo many; [[ b == !(a) ]] && echo not; [[ '' == ?(x) ]] && echo maybe
#%% extended patterns in expansions
shopt -s extglob
v=000123000; echo "${v##+(0)} ${v%%+(0)}"; w='  padded  '; w=${w##+([[:space:]])}; echo "[${w%%+([[:space:]])}]"
#%% extended patterns for files
shopt -s extglob; touch a.txt b.txt c.log d
echo !(*.txt); echo @(a|c).*; echo *.@(txt|log)
#%% extended patterns in case
shopt -s extglob
for w in 12 -7 x1; do case $w in ?(-)+([0-9])) echo "$w number" ;; *) echo "$w word" ;; esac; done
#%% two stars go deep
shopt -s globstar; mkdir -p a/b/c; touch a/1 a/b/2 a/b/c/3; printf '%s\n' a/**/[0-9]; echo **/c
#%% letters of any case
shopt -s nocasematch; case HELLO in hello) echo same ;; esac; [[ Yes == yes ]] && echo yes
#%% file names of any case
shopt -s nocaseglob; touch README.md readme.txt; echo read*
#%% fall on and test on in case
case abc in a*) echo a ;;& *c) echo c ;;& *b*) echo b ;& x) echo through ;; *) echo never ;; esac
#%% sequences with steps and zeros
echo {1..10..3} {10..1..4} {01..05} {a..e..2} {z..w} {-2..2}
#%% braces in braces
echo {a,b{1,2},c}{x,y} pre{,suf} {single} {,} '{a,b}'
#%% numbers in other bases
echo $((16#ff)) $((2#1010)) $((0x1F)) $((017)) $((36#z)) $((64#_))
#%% power, shifts, bits
echo $((2**10)) $((1<<5 | 3)) $((0xF0 & 0x3C)) $((5 ^ 1)) $((~0)) $((-7 / 2)) $((-7 % 3))
#%% one after the other and conditional arithmetic
echo $((a = 3, b = a * 2, a + b)) $((a > 2 ? 10 : 20)); ((a++ , ++b)); echo $a $b; echo $((a++ + ++a)) $a
#%% numbers and their formats
printf '%05d|%-5s|%+d|%x|%X|%o|%e|%.2f|%%|%c\n' 42 ab 7 255 255 8 12345.678 3.14159 xyz
#%% a format that is used again
printf '%s=%s\n' a 1 b 2 c; printf '[%s]\n'; printf '%d\n' 0x10 010 "'A"
#%% quoting and escapes in printf
printf '%q\n' 'a b' '' "it's" $'tab\there'; printf '%b' 'one\ttwo\n'; printf '%s\n' 'one\ttwo'
#%% widths from arguments
printf '%*s|%-*s|%.*f\n' 6 ab 6 cd 1 2.55
#%% times in printf
TZ=UTC printf '%(%Y-%m-%d %H:%M:%S)T\n' 0 86399
#%% reading a number of characters
printf 'abcdef' | { read -r -n 3 x; read -r -N 2 y; echo "$x $y"; }
#%% reading up to a sign
printf 'a:b:c' | while IFS= read -r -d : part || [ -n "$part" ]; do echo "[$part]"; done
#%% reading nul separated names
touch 'a b' c; printf '%s\0' 'a b' c | while IFS= read -r -d '' name; do [ -e "$name" ] && echo "<$name>"; done
#%% reading fields into variables
while IFS=: read -r user _ uid _ rest; do echo "$user $uid $rest"; done <<< $'root:x:0:0:root:/root\nbin:x:1:1:b:/bin'
#%% arrays of lines, some left out
printf '%s\n' one two three four > f; mapfile -t -s 1 -n 2 lines < f; echo "${#lines[@]} ${lines[*]}"; mapfile -O 5 -t lines < f; echo "${!lines[@]}"
#%% arrays split at a sign
mapfile -d , -t parts <<< 'a,b,c'; printf '<%s>' "${parts[@]}"
#%% descriptors with names
exec {out}> file; echo first >&$out; echo second >&"$out"; exec {out}>&-; cat file
#%% reading and writing one file
printf 'one\ntwo\n' > f; exec 3<> f; read -r line <&3; echo "got $line"; echo TWO >&3; exec 3>&-; cat f
#%% both outputs into a pipe and a file
{ echo out; echo err >&2; } |& sort; { echo out; echo err >&2; } &> both; { echo more >&2; } &>> both; cat both
#%% closing an output
{ echo lost >&-; } 2> err || echo "status $?"; wc -l < err
#%% names of functions and places
outer() { inner; }; inner() { echo "${FUNCNAME[0]} ${FUNCNAME[1]} ${#FUNCNAME[@]}"; }; outer
#%% strictness inside substitutions
set -e; shopt -s inherit_errexit; x=$(false; echo on); echo "[$x]"
#%% all that is assigned is exported
set -a; NAME=value; set +a; OTHER=1; bash -c 'echo "${NAME-unset} ${OTHER-unset}"'
#%% waiting for whichever ends
(exit 3) & wait -n; echo "status $?"; wait -n; echo "none $?"
#%% waiting for one by its number
(exit 4) & first=$!; (exit 5) & second=$!; wait $second; echo $?; wait $first; echo $?; wait 99999999 2> /dev/null; echo $?
#%% aliases when they are wanted
shopt -s expand_aliases
alias hi='echo hello'
hi there
unalias hi; type hi 2> /dev/null || echo gone
#%% kinds of commands
f() { :; }; type -t f echo if ls nosuch; command -v f echo if; command -V echo
#%% a builtin behind a function of its name
echo() { builtin echo "wrapped: $*"; }; echo hi; unset -f echo; echo hi
#%% the mask in letters
umask 027; umask -S; umask u=rwx,g=,o=; umask
#%% newer and older files, the same file
touch -d 2020-01-01 old; touch -d 2021-01-01 new; [ new -nt old ] && echo newer; [ old -ot new ] && echo older; ln old link; [ old -ef link ] && echo same
#%% signals by name and number
kill -l 9 15 2; kill -l TERM; kill -l 137
#%% arguments changed in place
set -- a b c d; shift 2; echo "$# $*"; set -- "$@" e; echo "${@: -1} ${*:1:2}"; set --; echo $#
#%% options of a script with getopts in a function
parse() { local OPTIND opt; while getopts ':ab:c' opt; do case $opt in b) echo "b=$OPTARG" ;; :) echo "needs $OPTARG" ;; \?) echo "bad $OPTARG" ;; *) echo "$opt" ;; esac; done; shift $((OPTIND - 1)); echo "rest $*"; }
parse -ab val -c x y; parse -b; parse -z q
#%% a here-document in a condition and a loop
if grep -q needle <<'T'
hay needle hay
T
then echo found; fi; while read -r a b; do echo "$b $a"; done <<T
1 $((1 + 1))
3 $(echo 4)
T
#%% tabs stripped before a here-document
cat <<-T
	one
		two
	T
#%% arrays changed in the middle
a=(a b c d e); a=("${a[@]:0:2}" X "${a[@]:3}"); echo "${a[*]}"; unset 'a[0]'; echo "${!a[@]} ${a[*]}"; a=("${a[@]}"); echo "${!a[@]}"
#%% replacing in all elements
files=(a.txt b.txt); echo "${files[@]%.txt}" "${files[@]/#/dir/}" "${files[@]/%.txt/.md}" "${files[@]^}"
#%% counting with an associative array
declare -A seen; for w in b a b c b; do ((seen[$w]++)); done; for k in $(printf '%s\n' "${!seen[@]}" | sort); do echo "$k ${seen[$k]}"; done
#%% a test of everything in an array
has() { local want=$1 x; shift; for x; do [[ $x == "$want" ]] && return; done; return 1; }; has b a b c && echo yes; has z a b || echo no
#%% indirect names and defaults
x=y; y=z; echo "${!x}"; pre_a=1 pre_b=2; for n in "${!pre_@}"; do echo "$n=${!n}"; done
#%% a command that is given by words in an array
cmd=(printf '%s-' a 'b c'); "${cmd[@]}"; echo; args=(-e 's/a/b/' -e 's/c/d/'); echo ac | sed "${args[@]}"
#%% seconds and random numbers stay in their bounds
((SECONDS < 5)) && echo soon; for i in 1 2 3; do ((RANDOM >= 0 && RANDOM < 32768)) && echo in; done; RANDOM=7; a=$RANDOM; RANDOM=7; ((a == RANDOM)) && echo again
