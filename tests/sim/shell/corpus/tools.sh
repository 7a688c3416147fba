#%% cat
printf 'a\n\n\nb' > f; cat -n f; echo; cat -b f; echo; cat -s f; echo; cat -A f; echo; cat nosuch; echo $?; echo x | cat f -
#%% head and tail
seq 20 > f; head -2 f; head -n 3 f | tail -1; tail -2 f; tail -n +19 f; head -c 5 f; echo; tail -c 3 f; head -n -18 f; seq 3 > g; head -n1 f g
#%% wc
printf 'a b\nc\n' > f; wc f; wc -l f; wc -w < f; wc -c f; echo -n x | wc -lc; wc -l f f; wc nosuch; echo $?
#%% sort
printf 'b 2\na 10\nc 1\na 9\n' > f; sort f; sort -r f; sort -k2n f; sort -k1,1 -k2,2nr f; sort -u -k1,1 f; printf '10\n9\n1\n' | sort; printf '10\n9\n1\n' | sort -n; printf 'B\na\nC\n' | sort -f; echo $?
#%% sort with separators and sizes
printf 'x:3\ny:1\nz:2\n' | sort -t: -k2; printf '1K\n2M\n3\n' | sort -h; printf 'v1.10\nv1.9\n' | sort -V; printf 'a\na\nb\n' | sort -u; printf 'b\na\n' | sort -c; echo $?
#%% uniq
printf 'a\na\nb\nc\nc\nc\n' > f; uniq f; uniq -c f; uniq -d f; uniq -u f; printf 'A\na\n' | uniq -i
#%% cut
printf 'a:b:c\nd:e:f\nnone\n' > f; cut -d: -f1 f; cut -d: -f2,3 f; cut -d: -f2- -s f; cut -c1-2 f; cut -c2 f; cut -b1 f; echo abc | cut -c-2; cut -f1 --output-delimiter=- -d: f; cut f; echo $?
#%% tr
echo hello | tr a-y b-z; echo hello | tr -d l; echo aabbcc | tr -s a-c; echo Hello | tr '[:upper:]' '[:lower:]'; echo 'a b' | tr ' ' '\n'; echo abc123 | tr -cd '0-9\n'; echo abc | tr abc x; echo a/b | tr / _
#%% grep
printf 'apple\nBanana\ncherry pie\n' > f; grep an f; grep -i b f; grep -v an f; grep -c e f; grep -n e f; grep -o 'p[a-z]*' f; grep -w pie f; grep -q apple f; echo $?; grep zzz f; echo $?; grep -l apple f; grep -E 'a(pp|n)' f; grep -F 'a.' f; echo $?
#%% grep files
mkdir d; echo needle > d/a; echo hay > d/b; grep -r needle d; grep needle d/a d/b; grep -h needle d/*; grep -L needle d/*; grep x nosuch; echo $?; grep -s x nosuch; echo $?; grep needle d; echo $?
#%% grep context
seq 10 | grep -A1 3; seq 10 | grep -B1 3; seq 10 | grep -C1 5; seq 20 | grep -A1 -E '^(3|9)$'; seq 10 | grep -m2 1
#%% grep expressions
printf 'a1\nb22\nc\n' | grep '[0-9]\+'; printf 'a1\nb22\n' | grep -E '[0-9]{2}'; printf 'a.b\naxb\n' | grep 'a\.b'; printf 'foo\n' | grep -e foo -e bar; printf 'a|b\n' | grep 'a|b'; echo ab | grep -E '^(a|x)b$'; echo 'x*y' | grep 'x\*y'; printf 'tel\nmetal\n' | grep -x tel
#%% sed substitution
echo 'hello world' | sed 's/o/0/'; echo 'hello world' | sed 's/o/0/g'; echo 'a/b' | sed 's|/|-|'; echo abc | sed 's/\(a\)\(b\)/\2\1/'; echo abc | sed -E 's/(a)(b)/\2\1/'; echo abc | sed 's/b/[&]/'; echo aaa | sed 's/a/b/2'; echo Abc | sed 's/a/x/I'; echo 'a.b' | sed 's/\./,/'
#%% sed lines
seq 5 > f; sed -n 2p f; sed 2d f; sed -n '2,3p' f; sed '2,4d' f; sed -n '$p' f; sed '/3/d' f; sed -n '/2/,/4/p' f; sed '1~2d' f; sed -n '2,+1p' f; sed 2q f
#%% sed text
seq 2 | sed '1i top'; seq 2 | sed '1a after'; seq 2 | sed '2c changed'; seq 2 | sed 'i\
x'; seq 3 | sed -e 1d -e 's/3/three/'; seq 3 | sed '1d;s/2/two/'; seq 3 | sed -n '2{p;p}'; seq 2 | sed '='
#%% sed in place
echo 'a=1' > f; sed -i 's/1/2/' f; cat f; sed -i.bak 's/2/3/' f; cat f f.bak; sed -i '$a end' f; cat f; sed 's/x' f; echo $?
#%% sed hold and branches
seq 3 | sed -n '1!G;h;$p'; printf 'a\nb\nc\n' | sed ':a;N;$!ba;s/\n/,/g'; echo hello | sed 's/.*/\U&/'; echo foo_bar | sed 's/_\(.\)/\u\1/'; seq 4 | sed 'N;s/\n/ /'; echo abc | sed 'y/abc/xyz/'; printf 'k: v\n' | sed -n 's/^k: //p'
#%% awk fields
printf 'a 1\nb 2\nc 3\n' > f; awk '{print $1}' f; awk '{print $2, $1}' f; awk '{s+=$2} END {print s}' f; awk 'NR==2' f; awk '$2>1 {print $1}' f; awk '/b/' f; awk 'END{print NR}' f; awk '{print NF}' f; awk -F: '{print $1}' <<< 'x:y'
#%% awk programs
awk 'BEGIN {for (i=1;i<=3;i++) printf "%d ", i; print ""}'; awk 'BEGIN {x["a"]=1; x["b"]=2; n=0; for (k in x) n+=x[k]; print n; print ("a" in x), ("z" in x)}'; awk 'BEGIN {print length("hello"), substr("hello",2,3), index("hello","l"), toupper("abc")}'; awk 'BEGIN {n=split("a,b,c",p,","); print n, p[2]}'; awk 'BEGIN {s="foo bar"; gsub(/o/,"0",s); print s; sub("b","B",s); print s}'; awk -v x=5 'BEGIN {print x*2}'; awk 'BEGIN {printf "%5.2f|%-5s|%05d\n", 3.14159, "ab", 42}'
#%% awk more
printf '1\n2\n3\n4\n' | awk '{if ($1%2) odd+=$1; else even+=$1} END {print odd, even}'; echo 'a b c' | awk '{$2="X"; print; print NF}'; echo 'a b c' | awk '{print $NF, $(NF-1)}'; awk 'BEGIN {OFS="-"; print "a","b"}'; awk 'BEGIN { while (i<3) { i++; if (i==2) continue; print i } }'; awk 'function f(x) { return x*x } BEGIN { print f(4) }'; awk 'BEGIN { print 1==1, "a"<"b", 2<10, "2"<"10", !0 }'; printf 'x\ny\n' | awk '{a[NR]=$0} END {for (i=NR;i>0;i--) print a[i]}'; awk 'BEGIN { exit 3 }'; echo $?; awk 'BEGIN { print substr("hello", 0), 7%3, 2^3, 1/4, 1e6, 100000000 }'
#%% awk counting
printf 'a\nb\na\n' | awk '{c[$1]++} END {for (k in c) print k, c[k]}' | sort; ps_like='PID CMD
1 init
2 sh'; echo "$ps_like" | awk 'NR>1 {print $2}'; echo 'k=v' | awk -F= '{print $2}'; echo 'a,b;c' | awk -F'[,;]' '{print $3}'; awk '{print "x" $1 "y"}' <<< q; awk 'match($0, /[0-9]+/) {print RSTART, RLENGTH}' <<< ab123
#%% find
mkdir -p d/e; echo x > d/a.txt; touch d/e/b.txt d/c.md; find d | sort; find d -name '*.txt' | sort; find d -type d | sort; find d -maxdepth 1 -type f | sort; find d -empty | sort; find d -name '*.txt' -o -name '*.md' | sort; find d ! -name '*.txt' -type f; find nosuch; echo $?; find d -name a.txt -delete; ls d
#%% find exec
mkdir d; echo 1 > d/a; echo 2 > d/b; find d -type f -exec cat {} + | sort; find d -type f -exec grep -l 1 {} \;; find d -type f -print0 | xargs -0 -n1 basename | sort; find d -size +100c; find d -newer d/a -name q; find d -mindepth 1 | wc -l
#%% xargs
echo a b c | xargs; echo a b c | xargs -n1 echo x; printf 'a b\nc\n' | xargs -I{} echo '<{}>'; echo | xargs echo none; echo | xargs -r echo none; echo 1 2 3 4 | xargs -n2; echo "a 'b c'" | xargs -n1; echo x | xargs false; echo $?; printf 'a\0b' | xargs -0 echo
#%% ls
mkdir d; touch d/b d/a d/.h; ls d; ls -a d; ls -A d; ls -1 d; ls -d d; ls nosuch; echo $?; ls d/a d; ls -r d; ls -F; ls -p; cd d; ls
#%% ls long
touch f; chmod 640 f; ls -l f | cut -c1-10; mkdir d; chmod 1777 d; ls -ld d | cut -c1-10; ln -s f l; ls -l l | sed 's/.* l/l/'; ls -l d; printf 12345 > g; ls -l g | awk '{print $5}'
#%% cp and mv
echo a > a; cp a b; cat b; mkdir d; cp a b d; ls d; cp d e; echo $?; cp -r d e; ls e; mv a c; ls; mv c d/; ls d; cp nosuch x; echo $?; mv nosuch x; echo $?; cp; echo $?; mv b d; ls d | wc -l; cp d/a d/a; echo $?
#%% rm and rmdir
touch a b; mkdir -p d/e; rm a; rm nosuch; echo $?; rm -f nosuch; echo $?; rm d; echo $?; rmdir d; echo $?; rmdir d/e d; ls; mkdir x; touch x/y; rm -r x; ls; rm; echo $?; rm -v b
#%% mkdir and touch
mkdir a; mkdir a; echo $?; mkdir x/y; echo $?; mkdir -p x/y/z; ls x; touch x/f; touch nosuch/f; echo $?; mkdir -v q; mkdir; echo $?
#%% ln and readlink
echo hi > f; ln -s f l; cat l; readlink l; ln f h; stat -c %h f; rm f; cat l; echo $?; cat h; ln -s x l; echo $?; ln -sf h l; cat l; readlink -f l | sed 's|.*/||'; readlink h; echo $?
#%% chmod and stat
touch f; chmod 755 f; stat -c '%a %A' f; chmod u-x,g+w,o= f; stat -c %a f; chmod +x f; stat -c %a f; chmod a=r f; stat -c %A f; chmod 999 f; echo $?; chmod +x nosuch; echo $?; mkdir d; touch d/x; chmod -R 700 d; stat -c %a d/x; stat -c '%s %F %n' f; stat nosuch; echo $?
#%% basename and dirname
basename /a/b.txt; basename /a/b.txt .txt; basename /a/b/; dirname /a/b; dirname a; dirname /a; dirname a/b/; basename -a x/y z/w; basename; echo $?; realpath / ; realpath nosuchdir/x; echo $?
#%% seq
seq 3; seq 2 4; seq 0 5 10; seq 3 -1 1; seq -s, 3; seq -w 8 10; seq 1 0.5 2; seq 5 1; echo $?; seq; echo $?; seq x; echo $?
#%% date formats
date -u -d @0 +%Y-%m-%dT%H:%M:%SZ; date -u -d '2024-02-29 12:34:56' '+%j %u %a %b %d %e %H%M%S %s'; date -u -d '2024-01-31 +1 month' +%F; date -u -d 2024-03-01T00:00:00Z +%s; date -u -d '2024-01-01 12:00' +%I%p; date -u -d nonsense; echo $?; date -u -d '2024-01-10 - 3 days' +%F
#%% base64 and checksums
echo hello | base64; echo aGVsbG8K | base64 -d; echo -n admin | base64; echo -n x | md5sum; echo -n x | sha256sum; echo abc > f; md5sum f > sums; md5sum -c sums; echo 'bad!' | base64 -d; echo $?; head -c 100 /dev/zero | base64 -w 20 | head -2
#%% tee and paste
echo a | tee f g; cat f g; echo b | tee -a f > /dev/null; cat f; paste f f; paste -d, f f; seq 4 | paste - -; seq 3 | paste -sd+
#%% small line tools
printf 'a\nb\n' | tac; echo abc | rev; printf 'a\n\nb\n' | nl; printf 'x y\nlong z\n' | column -t; printf 'a\nb\n' > f; printf 'b\nc\n' > g; comm f g; comm -12 f g; echo abcdef | fold -w 4; printf 'a\tb\n' | expand
#%% diff
printf 'a\nb\nc\n' > f; printf 'a\nx\nc\nd\n' > g; diff f g; echo $?; diff f f; echo $?; diff -u f g | tail -n +3; diff -q f g; cmp f g; echo $?; diff f nosuch; echo $?
#%% tar and gzip
mkdir d; echo 1 > d/a; tar cf x.tar d; tar tf x.tar; rm -r d; tar xf x.tar; cat d/a; tar czf x.tgz d; mkdir e; tar xzf x.tgz -C e; ls e/d; tar tf nosuch.tar 2>/dev/null; echo $?; echo hi > f; gzip f; ls f*; zcat f.gz; gunzip f.gz; cat f
#%% env and printenv
A=1 env | grep '^A='; env -i X=2 env; env X=3 printenv X; printenv NOSUCH; echo $?; env nosuchcmd; echo $?; env -u HOME bash -c 'echo ${HOME-none}'
#%% expr and test programs
expr 1 + 2; expr 7 / 2; expr 3 \* 4; expr a = a; expr 5 \> 3; expr length abc; expr substr hello 2 3; expr abc : 'a\(.\)'; expr 1 + a; echo $?; expr 0; echo $?; /usr/bin/test 1 = 1; echo $?
#%% which and uname
which ls | sed 's|.*/||'; which nosuch; echo $?; uname; uname -s; uname -m; nproc > /dev/null; echo $?; id -u; whoami > /dev/null; echo $?
#%% split and truncate
seq 5 > f; split -l 2 f p_; ls p_*; cat p_ac; truncate -s 3 f; wc -c < f; truncate -s +2 f; wc -c < f
#%% od and xxd
printf 'AB\n' | od -c; printf 'AB' | od -An -tx1; printf 'abc' | cksum
#%% du and stat sizes
mkdir d; printf 12345 > d/f; du -b d/f; du -sb d/f | cut -f1; stat -c %s d/f
#%% usage errors
ls --nosuch; echo $?; cat -Z; echo $?; head -n x f; echo $?; sort -k0 /dev/null; echo $?; grep; echo $?; tail -n x /dev/null; echo $?; touch; echo $?; sleep; echo $?; sleep x; echo $?
#%% mktemp
f=$(mktemp); [ -f $f ] && echo file; d=$(mktemp -d); [ -d $d ] && echo dir; mktemp nox; echo $?; rm -r $f $d
#%% null and zero devices
echo x > /dev/null; cat /dev/null | wc -c; head -c 4 /dev/zero | wc -c; [ -c /dev/null ] && echo device; echo e > /dev/stderr; echo o > /dev/stdout
#%% pipes with early exits
seq 100000 | head -2; yes | head -n 2 | wc -l; seq 10 | tail -1; cat /dev/null | head
#%% binary safe
printf '\x00\x01\xff' | wc -c; printf 'a\0b' | tr '\0' '\n'; echo
#%% chinese text
x=中文字; echo ${#x} ${x:1:1}; echo 你好 | sed 's/好/们/'; echo 一二三 | grep -o 二; printf '%s\n' "$x"; echo "$x" | cut -d文 -f1 2>/dev/null; echo $x | wc -c; echo 中 | tr 中 国 | wc -c
#%% awk runs commands
awk 'BEGIN { system("echo hi"); r = system("exit 3"); print r }'; echo 'a b' | awk '{ print "x" | "cat"; print "y" | "cat" } END { close("cat"); print "end" }'; awk 'BEGIN { "echo one; echo two" | getline; print; "echo one; echo two" | getline x; print x; r = ("echo one; echo two" | getline x); print r, x }'; awk 'BEGIN { while (("seq 3" | getline n) > 0) s += n; print s }'; printf '3\n1\n2\n' | awk '{ print | "sort" } END { print "last" > "/dev/stderr" }' 2> /dev/null; awk 'BEGIN { cmd = "date +%Y"; cmd | getline y; close(cmd); print (y > 2000) }'
#%% awk files and commands together
awk 'BEGIN { print "a" > "f"; close("f"); system("cat f"); print "b" >> "f"; close("f"); while ((getline line < "f") > 0) print "got", line }'; printf 'x 1\ny 2\n' | awk '{ system("echo " $1 " is " $2) }'; awk 'BEGIN { printf "no newline"; system("echo"); print "after" }'; echo in | awk '{ "cat" | getline z; print z }' < /dev/null; awk 'BEGIN { print "to file" | "cat > g"; close("cat > g"); while ((getline l < "g") > 0) print l }'; awk 'BEGIN { printf "%c%c|%5.2f|%-5s|%05d|%x|%o|%e|%s\n", "hello", 65, 3.14159, "ab", 42, 255, 8, 12345.678, "z" }'
#%% awk sorts by a command
printf 'b 2\na 1\nc 3\n' > f; awk '{ print $2, $1 | "sort -rn" }' f; awk 'function f(x) { x[1] = 5 } BEGIN { f(a); print a[1]; delete a; print length(a) }'; awk -F: -v n=2 'NR==n { print $1; exit 4 }' <<< $'a:1\nb:2'; echo $?; awk -f <(echo 'BEGIN { print "one" }') -f <(echo 'END { print "two" }') < /dev/null
