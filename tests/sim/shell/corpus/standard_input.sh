#%% a script from a pipe leaves the rest of it to read
printf 'read x\nhello\necho "got $x"\n' | bash
#%% a script from a file
printf 'x=1\nif [ $x = 1 ]\nthen echo yes\nfi\ncat <<E\n$x\nE\necho "a\nb"\n' > s.sh; bash < s.sh; bash -s a b <<< 'echo $# $1'
#%% commands before a syntax error run (status)
printf 'echo before\nif then\necho never\n' | bash
#%% an unfinished command at the end (status)
printf 'echo before\nfor i in 1 2\n' | bash; echo $?
#%% line continuation and comments
printf 'echo a \\\nb\n# comment \\\necho c\n' | bash
#%% exit and exit traps
printf 'trap "echo bye" EXIT\necho hi\nexit 3\necho never\n' | bash; echo $?
#%% errexit from standard input
printf 'set -e\necho a\nfalse\necho never\n' | bash; echo $?
#%% sh reads line by line too
printf 'read x\nhello\necho "got $x"\n' | sh
#%% select reads an answer
select x in a b c; do echo "[$x][$REPLY]"; break; done <<< 2 2> /dev/null; echo $?
#%% select takes other answers and the end
printf '9\n\n1\n' | { PS3='which? '; select x in one two; do echo "[$x][$REPLY]"; done; echo "end $?"; } 2>&1
#%% select lays out many
select x in alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu; do break; done <<< 1 2>&1
#%% functions over several lines
printf 'f() {\n  echo in $1\n}\nf 1\ncase x in\n  x) echo ex;;\nesac\n' | bash
#%% job control is for terminals
bash -c 'fg; echo $?; bg; echo $?' 2>&1 | sed 's/line [0-9]*: //'
#%% job numbers and specs
sleep 5 & sleep 6 & jobs > j; sed 's/  */ /g' j; kill %1; wait %1; echo $?; jobs > j; sed 's/  */ /g' j; kill %sleep 2> /dev/null; wait; echo done
