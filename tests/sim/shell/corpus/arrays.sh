#%% indexed arrays
a=(x y "z w"); echo ${a[0]} ${a[2]} ${#a[@]} ${a[-1]} $a; a[5]=q; echo ${!a[@]}; a+=(r); echo "${a[@]}" ${#a[*]}
#%% elements in loops
a=(1 "2 3" 4); for x in "${a[@]}"; do echo "[$x]"; done; for x in ${a[@]}; do echo "[$x]"; done; for i in "${!a[@]}"; do echo "$i=${a[i]}"; done
#%% unset elements
a=(a b c); unset 'a[1]'; echo ${a[@]} ${!a[@]} ${#a[@]}; unset a; echo "${a[@]}" ${#a[@]}
#%% slices
a=(a b c d e); echo ${a[@]:1:2} ${a[@]: -2} ${a[@]:3} "${a[*]:0:2}"
#%% explicit indexes
a=([2]=c [0]=a z [7]=q); echo "${a[@]}" "${!a[@]}"
#%% operators over elements
a=(one.txt two.txt); echo ${a[@]%.txt} ${a[@]/t/T} ${a[@]^} ${#a[0]}
#%% join with ifs
a=(1 2 3); IFS=,; echo "${a[*]}"; IFS=; echo "${a[*]}"; unset IFS; echo "${a[*]}"
#%% append to an element and a scalar
a=(x); a[0]+=y; echo ${a[0]}; s=a; s+=b; echo $s; declare -i n=1; n+=2; echo $n
#%% associative arrays
declare -A m; m[a]=1; m["b c"]=2; echo ${m[a]} "${m[b c]}" ${#m[@]}; k=a; echo ${m[$k]}; unset 'm[a]'; echo ${!m[@]}
#%% associative literals
declare -A m=([x]=1 [y]=2); for k in $(echo ${!m[@]} | tr ' ' '\n' | sort); do echo $k ${m[$k]}; done; [[ -v m[x] ]] && echo has; [[ -v m[q] ]] || echo lacks
#%% arithmetic with elements
a=(3 4); echo $((a[0]+a[1])) $((a[1]++)) ${a[1]}; i=1; echo $((a[i]*2)) ${a[i]} ${a[i-1]} ${a[$i]}
#%% arrays from commands
a=($(echo 1 2 3)); echo ${#a[@]}; b=(*); echo ${#b[@]}; c=("${a[@]}" 4); echo ${#c[@]}; d=(); echo ${#d[@]}
#%% declare p
x=1; a=(1 "b c"); declare -p x a; declare -r r=2; declare -p r; export e=3; declare -p e; declare -i i=1+1; declare -p i
#%% lower and upper attributes
declare -l l=ABC; declare -u u=abc; echo $l $u
#%% local arrays
f() { local a=(1 2); a+=(3); echo ${#a[@]}; }; a=(x); f; echo ${#a[@]}
#%% negative index
a=(1 2 3); a[-1]=z; echo ${a[@]}; echo ${a[-3]}
#%% names reference
f() { local -n r=$1; r=changed; }; v=old; f v; echo $v
#%% array length of a string
s=hello; echo ${#s[@]} ${s[0]} ${s[@]}
#%% printf over arrays
a=(x y z); printf '%s,' "${a[@]}"; echo; printf '%s\n' "${a[@]:1}"
#%% conditional basics
[[ a == a ]] && echo 1; [[ a != b ]] && echo 2; [[ abc == a* ]] && echo 3; [[ abc == "a*" ]] || echo 4; [[ a < b ]] && echo 5; [[ -z "" && -n x ]] && echo 6; [[ ! -e nosuch ]] && echo 7; [[ ( a == b ) || c == c ]] && echo 8
#%% conditional numbers
[[ 3 -lt 10 ]] && echo 1; [[ 1+1 -eq 2 ]] && echo 2; x=5; [[ x -gt 4 ]] && echo 3; [[ $x -ne 5 ]] || echo 4
#%% regular expressions
[[ "v1.22.3" =~ ^v([0-9]+)\.([0-9]+) ]] && echo "${BASH_REMATCH[0]} ${BASH_REMATCH[1]} ${BASH_REMATCH[2]}"; r='^[a-z]+$'; [[ abc =~ $r ]] && echo 1; [[ a.c =~ a\.c ]] && echo 2; [[ abc =~ "a.c" ]] || echo 3; [[ x =~ (y|z) ]]; echo $?
#%% regular expression classes
[[ "a1 " =~ [[:digit:]][[:space:]] ]] && echo yes; [[ foo.bar =~ [.] ]] && echo dot
#%% words are not split
x="a b"; [[ $x == "a b" ]] && echo 1; [ -n $y ] && echo 2; [[ -n $y ]] || echo 3
#%% test strings
[ a = a ] && echo 1; [ a != b ] && echo 2; [ -z "" ] && echo 3; [ -n x ] && echo 4; [ "" ] || echo 5; [ x ] && echo 6; [ ] || echo 7; [ ! "" ] && echo 8; [ a \< b ] && echo 9
#%% test numbers
[ 1 -eq 1 ] && [ 2 -gt 1 ] && [ 1 -le 1 ] && echo ok; [ 1 -eq a ]; echo $?; [ "" -eq 0 ]; echo $?
#%% test files
touch f; mkdir d; ln -s f l; ln -s none broken; echo x > s; for t in -e -f -d -L -s -r -w -x; do for n in f d l broken s; do [ $t $n ] && echo -n "$t$n "; done; done; echo
#%% test combinations
[ 1 = 1 -a 2 = 2 ] && echo 1; [ 1 = 2 -o 2 = 2 ] && echo 2; [ ! 1 = 2 ] && echo 3; [ \( 1 = 1 \) ] && echo 4; test 1 = 1 -a \( 2 = 3 -o 4 = 4 \) && echo 5
#%% test errors
[ a b ]; echo $?; [ a = b c d ]; echo $?; [ 1 -eq ]; echo $?; [ -q x ]; echo $?; [ a = a; echo $?
#%% file ages
touch -d 2020-01-01 old; touch -d 2021-01-01 new; [ new -nt old ] && echo 1; [ old -ot new ] && echo 2; [ new -nt nosuch ] && echo 3; [ new -ef new ] && echo 4
