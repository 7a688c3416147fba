#%% bc expressions, needs bc
echo '1+2*3' | bc; echo 'scale=4; 10/3' | bc; echo '2^10' | bc; echo '7%3; 7/2' | bc; echo '1.5*2.25' | bc; echo '(1+2)*3' | bc; echo '-5+3' | bc; echo '5>3; 5<3; 1==1' | bc; echo 'scale=2; sqrt(2)' | bc; echo 'x=5; x*2; x+=1; x' | bc; echo '.5+.25' | bc; echo 'obase=16; 255' | bc; echo 'obase=2; 10' | bc; echo '1/0' | bc; echo $?; echo '1+' | bc; echo '10/4' | bc -l; echo 'scale=10; 4*a(1)' | bc -l; echo 'e(1)' | bc -l; echo 'l(10)' | bc -l; bc <<< '3+4'; echo 'scale=3; 2/3; -2/3; 100*1.005' | bc; echo '2^-1; 0.5^2' | bc; echo 'length(12345); scale(1.25)' | bc; echo '"a"; 1 && 0; !0' | bc; echo 's(1)' | bc -l
#%% bc numbers, needs bc
echo '2^100' | bc; echo '2^300' | bc; echo 'scale=20; 1/3' | bc; echo '0.00; 0.10; 100.00' | bc; echo '5.0/2' | bc; echo '1.10+2.2' | bc; echo '10 % 3.3' | bc; echo 'scale=2; 10 % 3.3' | bc; echo 'last+1' | bc; printf '1\n2\n' | bc; echo '1;2;3' | bc
#%% envsubst, needs envsubst
export A=one B=two; echo 'x $A ${B} $C ${A}y $$ \$A $1' | envsubst; echo '$A $B' | envsubst '$A'; envsubst -v 'x $A ${B}'; printf '$A' | envsubst; echo '${A:-x} $A-$B' | envsubst '${B}'
#%% numfmt, needs numfmt
numfmt --to=iec 1024 1536 1000 1048576 123456789; numfmt --to=si 1000 1500 999; numfmt --to=iec-i 2048; numfmt --from=iec 1K 2M 1.5G; numfmt --from=si 1K; echo 2048 | numfmt --to=iec --suffix=B; echo 'a 1024' | numfmt --field=2 --to=iec; numfmt --padding=8 --to=iec 2048; numfmt 5K; echo $?; numfmt x; echo $?; numfmt --from=auto 1Ki 1K; numfmt --round=down --to=si 1999; numfmt --to=iec 10240 102400 1023
#%% join, needs join
printf '1 a\n2 b\n3 c\n' > f; printf '1 x\n3 y\n4 z\n' > g; join f g; join -a1 f g; join -v2 f g; join -a1 -e - -o 0,1.2,2.2 f g; printf 'a:1\nb:2\n' > h; printf 'a:9\nb:8\n' > i; join -t: h i; join -1 2 -2 1 <(printf 'x a\ny b\n') <(printf 'a 1\nb 2\n'); printf '1 a\n1 b\n' | join - <(printf '1 x\n1 y\n')
#%% getopt, needs getopt
getopt -o ab:c:: -l alpha,beta:,gamma:: -n me -- -a -b 1 x --beta=2 y --gamma -c3; getopt -o ab: -- -z; echo $?; getopt ab: -a -b 1 x; getopt -o a -l long -- --long -- -a 'b c'; getopt -o ab: -n me -- -b; echo $?; getopt -o '' -l 'verbose,name:' -n me -- --verb --name "it's"; getopt -o a -l one -- --two; echo $?; eval set -- "$(getopt -o v -l verbose -- --verbose file)"; echo "$@"
#%% hexdump and strings, needs hexdump strings
printf 'hello world, this is text\n' > f; hexdump -C f; hexdump f; hexdump -n 4 -C f; hexdump -s 6 -C f; printf '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0x' | hexdump -C; printf 'ab\001hello\002world\n' | strings; printf 'ab\001hello\002world\n' | strings -n 2
#%% factor, needs factor
factor 1 2 12 97 1024; echo 15 | factor; factor x; echo $?; factor 999999999989
#%% install, needs install
echo x > f; install -m 600 f g; stat -c %a g; install -d a/b; ls -d a/b; install f a; ls a; install -D f p/q/r; ls p/q; install -v f h; install nosuch h; echo $?; install -m 755 f a/b; stat -c %a a/b/f
#%% link and unlink, needs link unlink
echo x > f; link f g; cat g; unlink f; ls; unlink nosuch; echo $?; unlink; echo $?
#%% sum, needs sum
echo hello > f; sum f; sum < f; sum f f
#%% getconf, needs getconf
getconf PAGESIZE; getconf LONG_BIT; getconf nosuch; echo $?
#%% less and more without a terminal, needs less more
printf 'a\nb\n' > f; less f; cat f | less; more f; cat f | more
#%% nice and its kin, needs nice stdbuf
nice echo a; nice -n 5 echo b; stdbuf -oL echo c; nohup echo d 2> /dev/null
#%% file (status), needs file
echo hello > f; file f; file -b f; mkdir d; file d; ln -s f l; file l; : > e; file e; printf '#!/bin/bash\necho\n' > s; file s; printf 'a' > n; file n; file nosuch; printf 'é\n' > u; file u
#%% grep in colours
printf 'hello world\nnone\n' > f; mkdir d; cp f d; grep --color=always -n o f; grep --color=always -rn hello . | sort; grep --color=always -c o f f; grep --color=always -A1 hello f f; grep -l --color=always o f; grep -o --color=always o f; grep --color=never o f; grep --color o f; grep --colour=auto o f; grep -v --color=always hello f; grep -i --color=always HELLO f | cat -v
#%% diff in colours
printf 'a\nb\n' > g; printf 'a\nc\n' > h; diff --color=always g h; diff -u --color=always --label x --label y g h; diff --color g h; diff --color=auto g h; printf a > i; diff --color=always g i
#%% cat shows what cannot be seen
printf 'a\tb\001\177\r\n\303\251\n' | cat -v; printf 'a\tb\n' | cat -A; printf '\033[1mx\033[0m\n' | cat -v
#%% ls in colours
ls --color=always / > /dev/null; export TERM=xterm; mkdir d; echo x > f; ln -s f l; ln -s nosuch broken; touch x.sh; chmod +x x.sh; ls --color=always; ls --color | cat; ls -F --color=always; ls --color=never; ls --color=auto; ls -1 --color=always d; ls --color=sometimes; echo $?; ls -l --color=always | cut -c1-10; ls -d --color=always /tmp d
