#%% plain words and quotes
echo a  b   c; echo "a  b" 'c  d' e\ f; echo "a'b" 'a"b' "a\"b" a\"b
#%% empty arguments stay when quoted
set -- "" a ''; echo $#; x=; set -- $x; echo $#; set -- "$x"; echo $#
#%% adjacent quotes join
a=1; echo x"$a"'$a'$a\$a
#%% ansi c quoting
echo $'a\tb\n\x41\101\u00e9' $'it\'s'
#%% backslash newline joins
echo a\
b "c\
d"
#%% single quotes keep backslashes
echo 'a\nb' 'c\\d'
#%% word splitting of variables
x="a b  c"; for w in $x; do echo "[$w]"; done; for w in "$x"; do echo "[$w]"; done
#%% ifs splitting
IFS=:; x="a:b::c"; for w in $x; do echo "[$w]"; done
#%% ifs with blanks and colon
IFS=': '; x=" a : b c:d "; for w in $x; do echo "[$w]"; done
#%% empty ifs
IFS=; x="a b"; for w in $x; do echo "[$w]"; done
#%% positional lists
set -- "a b" c; for w in "$@"; do echo "[$w]"; done; for w in $@; do echo "[$w]"; done; echo "[$*]"; IFS=,; echo "$*"
#%% prefix and suffix around at
set -- 1 2 3; printf '<%s>' "x$@y"; echo; set --; printf '<%s>' "x$@y"; echo; printf '<%s>' "$@"; echo
#%% defaults
unset x; y=; echo "${x-d}" "${y-d}" "${x:-d}" "${y:-d}" "${x+s}" "${y+s}" "${y:+s}"; echo ${x:=new} $x
#%% default with spaces and quotes
echo ${x:-a   b} "${x:-a   b}" ${x:-"a   b"} "${x:-'q'}"
#%% nested defaults
echo ${a:-${b:-${c:-deep}}}
#%% default runs its command only when needed
x=1; echo ${x:-$(echo no >&2)} ${y:-$(echo yes)}
#%% length
x=hello; echo ${#x} ${#y}; set -- a b; echo $# ${#} ${#@} ${#*}; z=héllo; echo ${#z}
#%% prefix and suffix removal
f=/a/b/file.tar.gz; echo ${f#*/} ${f##*/} ${f%.*} ${f%%.*} ${f#x} "${f%/*}"
#%% removal with quoted pattern
x='a*b*c'; echo "${x#a*}" "${x#a'*'}" "${x%"*"c}"
#%% replacement
x=banana; echo ${x/a/o} ${x//a/o} ${x/#b/B} ${x/%a/A} ${x//an} "${x/n*/!}" ${x//[aeiou]/_}
#%% substring
x=abcdefgh; echo ${x:2} ${x:2:3} ${x: -3} ${x:(-3):2} ${x:1:-2} "${x:20}"
#%% case changes
x=heLLo; echo ${x^} ${x^^} ${x,} ${x,,} ${x^^[l]}
#%% indirection
a=b; b=c; echo ${!a}; set -- x y z; n=2; echo ${!n} ${!#}
#%% names by prefix
FOO_A=1 FOO_B=2; FOO_A=1; FOO_B=2; echo ${!FOO_*}
#%% quoting operators
x="a b'c"; echo ${x@Q}; y=$'a\nb'; echo ${y@Q}; echo ${x@U}
#%% arithmetic expansion
echo $((1+2*3)) $(( (1+2)*3 )) $((7/2)) $((-7/2)) $((7%3)) $((2**10)) $((1<<4)) $((0xff)) $((010)) $((2#101))
#%% arithmetic assignments
x=5; echo $((x+=2)) $x $((x++)) $x $((--x)) $x $((y=3,y*2))
#%% arithmetic logic
echo $((1&&0)) $((1||0)) $((!5)) $((3>2)) $((3==3?10:20)) $((5&3)) $((5|3)) $((5^3)) $((~0))
#%% arithmetic overflow wraps
echo $((9223372036854775807+1)) $((2**63)) $((2**64))
#%% variables hold expressions
a=b+1; b=4; echo $((a*2)) $((a))
#%% division by zero
echo $((1/0)); echo after
#%% syntax in arithmetic
echo $((1+)); echo after
#%% octal trouble
echo $((08)); echo after
#%% command substitution
echo $(echo a; echo b) "$(printf 'a\nb\n\n')" `echo back` $(echo $(echo nested))
#%% substitution status
x=$(false); echo $?; x=$(exit 3); echo $?; echo $(false) $?
#%% backquotes escape
echo `echo \`echo inner\`` `x=5; echo "\$x" | wc -c`
#%% substitution keeps quotes inside
x="$(echo "a  b")"; echo "$x"; echo "$(echo ')')"
#%% braces
echo {a,b,c} x{1,2}y {1..5} {5..1} {a..e} {1..10..3} {01..03} a{b,c{d,e}}f {a} {} {a,} '{a,b}' "{a,b}"
#%% braces with variables
x=1; echo {$x,2} ${x}{a,b} {1..$x}
#%% tilde
HOME=/h; echo ~ ~/x "~" '~' a~ x=~/y; y=~/z; echo $y; p=a:~/b; echo $p
#%% globs
touch a.txt b.txt c.md .hidden; echo *.txt *.none * .h* "*.txt" [ab].* ?.md [!a].txt
#%% globs in directories
mkdir -p d/e; touch d/1 d/2 d/e/3; echo d/* */e/* d/*/; cd d; echo ../d/[0-9]
#%% nullglob and dotglob
touch .x y; shopt -s nullglob; echo none*; shopt -s dotglob; echo *
#%% no glob with f
touch a b; set -f; echo *; set +f; echo *
#%% globs from variables
touch 1.log 2.log; p='*.log'; echo $p "$p"; for f in $p; do echo "<$f>"; done
#%% special parameters
set -- a b c; echo $# $1 $3 ${10}x $0; shift; echo $1 $#; shift 5; echo $? $#
#%% unset variable fails with u
set -u; echo ${x:-ok}; echo $x; echo after
#%% error if unset
echo ${x:?is missing}; echo after
#%% error default text
: ${x?}; echo after
#%% bad substitution
echo a; echo ${a b}; echo after
#%% docker in braces
docker rm ${docker ps -aq}
#%% here string
cat <<< "a  b"; x="1 2"; cat <<< $x; read a b <<< "x y z"; echo "$b"
#%% here document
x=5; cat <<E
a $x $((x+1)) $(echo sub) \$x \\ "q" 'r'
	tab
E
#%% here document quoted
x=5; cat <<'E'
a $x `b` \
E
cat <<"F"
$y
F
#%% here document with tabs stripped
cat <<-E
	a
		b
	E
echo after
#%% two here documents
cat <<A; cat <<B
1
A
2
B
#%% here document in a pipeline
cat <<E | tr a-z A-Z && echo done
hello
E
#%% here document in a function and a loop
f() { cat <<E
$1
E
}
for i in a b; do f $i; done
#%% here document without end
cat <<E
a
#%% here document in substitution
x=$(cat <<E
in $((1+1))
E
); echo "$x"
#%% comments
echo a # b
echo a#b
# nothing
echo "# c"
#%% question mark default in nested quotes
x=; echo "${x:-"a  b"}" "${x:-$(echo "c  d")}"
#%% at and star with operators
set -- aXb cXd; echo "${@/X/-}" ${*%b}; printf '[%s]' "${@#a}"; echo
#%% slices of arguments
set -- a b c d; echo ${@:2} ${@:2:2} ${@: -1} ${*:1:1}
#%% the status before and behind a substitution in one command
false; echo $? $(true); false; echo $(true) $?; echo $(exit 3) $?; x=$? y=$(exit 4) z=$?; echo $x $y $z; false; a="$?$(true)$?"; echo $a; false; [[ $? -eq 1 && -z $(true) ]]; echo $?; false; case $?$(true) in 1) echo one;; esac; f() { return 7; }; f; echo "$?-$(f; echo $?)-$?"
