"""Which options the real utilities have: what a learner may expect here, so that a lack is told from a typing error.

Models the options that GNU coreutils 9.1, grep 3.8, sed 4.9, tar 1.34, procps 4.0 and busybox 1.35 tell of and take. A
row is a utility, its letters (``-``: none), its long names; a row goes on where the next line is indented.
"""

from functools import lru_cache

GNU = """
base64 diw decode ignore-garbage wrap
basename asz multiple suffix zero
cat benstuvAET number number-nonblank show-all show-ends show-nonprinting show-tabs squeeze-blank
chgrp cfhvHLPR changes dereference no-dereference no-preserve-root preserve-root quiet recursive reference silent
  verbose
chmod 01234567acfgorstuvwxRX changes no-preserve-root preserve-root quiet recursive reference silent verbose
chown cfhvHLPR changes dereference from no-dereference no-preserve-root preserve-root quiet recursive reference
  silent verbose
cksum abcltwz algorithm check debug ignore-missing length quiet status strict tag untagged warn zero
cmp bcilnsv bytes ignore-initial print-bytes quiet silent verbose
comm 123z check-order nocheck-order output-delimiter total zero-terminated
cp abdfilnprstuvxHLPRSTZ archive attributes-only backup context copy-contents dereference force interactive link
  no-clobber no-dereference no-preserve no-target-directory one-file-system parents preserve recursive reflink
  remove-destination sparse strip-trailing-slashes suffix symbolic-link target-directory update verbose
cut bcdfnsz bytes characters complement delimiter fields only-delimited output-delimiter zero-terminated
date IRdfrsu date debug file iso-8601 reference resolution rfc-3339 rfc-email set universal utc
df ahiklmtvxBFHPT all block-size exclude-type human-readable inodes local no-sync output portability print-type si
  sync total type
diff abcdefhilnpqrstuvwxyBCDEFHILNPSTUWXZ brief color context ed exclude exclude-from expand-tabs from-file
  horizon-lines ifdef ignore-all-space ignore-blank-lines ignore-case ignore-file-name-case ignore-matching-lines
  ignore-space-change ignore-tab-expansion ignore-trailing-space initial-tab label left-column line-format minimal
  new-file no-dereference no-ignore-file-name-case normal paginate palette rcs recursive report-identical-files
  show-c-function show-function-line side-by-side speed-large-files starting-file strip-trailing-cr
  suppress-blank-empty suppress-common-lines tabsize text to-file unidirectional-new-file unified width
du 0abcdhklmstxBDHLPSX all apparent-size block-size bytes count-links dereference dereference-args exclude
  exclude-from files0-from human-readable inodes max-depth no-dereference null one-file-system separate-dirs si
  summarize threshold time time-style total
expand it initial tabs
fold bsw bytes spaces width
free bcghklmstvwV bytes committed count gibi giga human kibi kilo lohi mebi mega pebi peta seconds si tebi tera
  total wide
gzip 123456789abcdfhklmnqrtvHLMNSVZ best decompress fast force keep license list name no-name quiet recursive
  rsyncable stdout suffix synchronous test verbose
head cnqvz bytes lines quiet silent verbose zero-terminated
hostname abdfhisyAFIV alias all-fqdns all-ip-addresses boot domain file fqdn ip-address long nis short yp
id agnruzGZ context group groups name real user zero
ln bdfinrstvFLPST backup directory force interactive logical no-dereference no-target-directory physical relative
  suffix symbolic target-directory verbose
ls 1abcdfghiklmnopqrstuvwxABCDFGHILNQRSTUXZ all almost-all author block-size classify color context dereference
  dereference-command-line dereference-command-line-symlink-to-dir directory dired escape file-type format full-time
  group-directories-first hide hide-control-chars human-readable hyperlink ignore ignore-backups indicator-style
  inode kibibytes literal no-group numeric-uid-gid quote-name quoting-style recursive reverse show-control-chars si
  size sort tabsize time time-style width zero
md5sum bctwz binary check ignore-missing quiet status strict tag text warn zero
mkdir mpvZ context mode parents verbose
mktemp dpqtuV directory dry-run quiet suffix tmpdir
mv bfintuvSTZ backup context force interactive no-clobber no-target-directory strip-trailing-slashes suffix
  target-directory update verbose
nl bdfhilnpsvw body-numbering footer-numbering header-numbering join-blank-lines line-increment no-renumber
  number-format number-separator number-width section-delimiter starting-line-number
nproc - all ignore
od abcdefhijlostvwxABDFHILNOSX address-radix endian format output-duplicates read-bytes skip-bytes strings
  traditional width
paste dsz delimiters serial zero-terminated
pgrep acdfghilnorstuvwxAFGLOPUV cgroup count delimiter euid exact full group ignore-ancestors ignore-case inverse
  lightweight list-full list-name logpidfile newest ns nslist older oldest parent pgroup pidfile runstates session
  terminal uid
ps ACFGHLMNOPTUVacdefgjlmopqstuwy cols columns context deselect format group headers lines no-headers pid ppid
  quick-pid rows sid tty user width
readlink efmnqsvz canonicalize canonicalize-existing canonicalize-missing no-newline quiet silent verbose zero
realpath emqszLP canonicalize-existing canonicalize-missing logical no-symlinks physical quiet relative-base
  relative-to strip zero
rm dfirvIR dir force interactive no-preserve-root one-file-system preserve-root recursive verbose
rmdir pv ignore-fail-on-non-empty parents verbose
sed befilnrsuzEV debug expression file follow-symlinks in-place line-length null-data posix quiet regexp-extended
  sandbox separate silent unbuffered
seq 0123456789fsw equal-width format separator
sha256sum bctwz binary check ignore-missing quiet status strict tag text warn zero
shuf einorz echo head-count input-range output random-source repeat zero-terminated
sort bcdfghikmnorstuyzCMRSTV batch-size buffer-size check compress-program debug dictionary-order field-separator
  files0-from general-numeric-sort human-numeric-sort ignore-case ignore-leading-blanks ignore-nonprinting key merge
  month-sort numeric-sort output parallel random-sort random-source reverse sort stable temporary-directory unique
  version-sort zero-terminated
split abdelntuxC additional-suffix bytes elide-empty-files filter hex-suffixes line-bytes lines number
  numeric-suffixes separator suffix-length unbuffered verbose
stat cftL cached dereference file-system printf terse
tac brs before regex separator
tail Fcfnqsvz bytes follow lines max-unchanged-stats pid quiet retry silent sleep-interval verbose zero-terminated
tar 0123456789abcdfghijklmnoprstuvwxzABCFGHIJKLMNOPRSTUVWXZ absolute-names acls add-file after-date anchored append
  atime-preserve auto-compress backup block-number blocking-factor bzip2 catenate check-device check-links
  checkpoint checkpoint-action clamp-mtime compare compress concatenate confirmation create delay-directory-restore
  delete dereference diff directory exclude exclude-backups exclude-caches exclude-caches-all exclude-caches-under
  exclude-from exclude-ignore exclude-ignore-recursive exclude-tag exclude-tag-all exclude-tag-under exclude-vcs
  exclude-vcs-ignores extract file files-from force-local format full-time get group group-map gunzip gzip
  hard-dereference hole-detection ignore-case ignore-command-error ignore-failed-read ignore-zeros incremental
  index-file info-script interactive keep-directory-symlink keep-newer-files keep-old-files label level list
  listed-incremental lzip lzma lzop mode mtime multi-volume new-volume-script newer newer-mtime no-acls no-anchored
  no-auto-compress no-check-device no-delay-directory-restore no-ignore-case no-ignore-command-error no-null
  no-overwrite-dir no-quote-chars no-recursion no-same-owner no-same-permissions no-seek no-selinux no-unquote
  no-verbatim-files-from no-wildcards no-wildcards-match-slash no-xattrs null numeric-owner occurrence old-archive
  one-file-system one-top-level overwrite overwrite-dir owner owner-map pax-option portability posix preserve-order
  preserve-permissions quote-chars quoting-style read-full-records record-size recursion recursive-unlink
  remove-files restrict rmt-command rsh-command same-order same-owner same-permissions seek selinux show-defaults
  show-omitted-dirs show-snapshot-field-ranges show-stored-names show-transformed-names skip-old-files sort sparse
  sparse-version starting-file strip-components suffix tape-length test-label to-command to-stdout totals touch
  transform uncompress ungzip unlink-first unquote update usage use-compress-program utc verbatim-files-from verbose
  verify volno-file warning wildcards wildcards-match-slash xattrs xattrs-exclude xattrs-include xform xz zstd
tee aip append ignore-interrupts output-error
timeout ksv foreground kill-after preserve-status signal verbose
touch acdfhmrt date no-create no-dereference reference time
tr cdstAC complement delete squeeze-repeats truncate-set1
truncate cors io-blocks no-create reference size
uname aimnoprsv all hardware-platform kernel-name kernel-release kernel-version machine nodename operating-system
  processor
unexpand at all first-only tabs
uniq cdfisuwzD all-repeated check-chars count group ignore-case repeated skip-chars skip-fields unique
  zero-terminated
uptime hpsV pretty since
watch bcdeghnpqtvwx beep chgexit color differences equexit errexit exec interval no-title no-wrap precise
wc clmwL bytes chars files0-from lines max-line-length words
xargs adeilnoprstxEILP0 arg-file delimiter eof exit interactive max-args max-chars max-lines max-procs
  no-run-if-empty null open-tty process-slot-var replace show-limits verbose
grep abcdefhilmnoqrsuvwxyzABCDEFGHILPRTUVXZ after-context basic-regexp before-context binary binary-files
  byte-offset color colour context count dereference-recursive devices directories exclude exclude-dir exclude-from
  extended-regexp file files-with-matches files-without-match fixed-strings group-separator ignore-case include
  initial-tab invert-match label line-buffered line-number line-regexp max-count no-filename no-group-separator
  no-ignore-case no-messages null null-data only-matching perl-regexp quiet recursive regexp silent text
  with-filename word-regexp
env 0CSiuv block-signal chdir debug default-signal ignore-environment ignore-signal list-signal-handling null
  split-string unset
sha1sum bctwz binary check ignore-missing quiet status strict tag text warn zero
sha512sum bctwz binary check ignore-missing quiet status strict tag text warn zero
egrep abcdefhilmnoqrsuvwxyzABCDEFGHILPRTUVXZ after-context basic-regexp before-context binary binary-files
  byte-offset color colour context count dereference-recursive devices directories exclude exclude-dir exclude-from
  extended-regexp file files-with-matches files-without-match fixed-strings group-separator ignore-case include
  initial-tab invert-match label line-buffered line-number line-regexp max-count no-filename no-group-separator
  no-ignore-case no-messages null null-data only-matching perl-regexp quiet recursive regexp silent text
  with-filename word-regexp
fgrep abcdefhilmnoqrsuvwxyzABCDEFGHILPRTUVXZ after-context basic-regexp before-context binary binary-files
  byte-offset color colour context count dereference-recursive devices directories exclude exclude-dir exclude-from
  extended-regexp file files-with-matches files-without-match fixed-strings group-separator ignore-case include
  initial-tab invert-match label line-buffered line-number line-regexp max-count no-filename no-group-separator
  no-ignore-case no-messages null null-data only-matching perl-regexp quiet recursive regexp silent text
  with-filename word-regexp
pkill acdfghilnorstuvwxAFGLOPUV cgroup count delimiter euid exact full group ignore-ancestors ignore-case inverse
  lightweight list-full list-name logpidfile newest ns nslist older oldest parent pgroup pidfile runstates session
  terminal uid
"""

BUSYBOX = """
base64 dw
basename as
cat Abentv
chgrp HLPRcfhv
chmod Rcfv
chown HLPRcfhv
cmp lns
cp HLPRTadfilnprstu
cut DFObcdfns
date DIRdrsu
df BPTahikmt
diff BLNSTUabdiqrstw
du HLabcdhklmsx
expand it
fold bsw
free bghkm
gzip cdfkt
head Ncnqv
hostname Fdfis
id Ggnru
ln STbfnstv
ls 1ACFHLRSXacdhilnprstuvwx
md5sum csw
mkdir mp
mktemp dpqtu
mv Tfint
nl bisvw
od ANSabcdfhijlostvwx
paste ds
ps To
readlink fnv
rm Rfir
rmdir p
sed Eefinr
seq sw
sha256sum csw
shuf einoz
sort MVbcdfgiknorstuz
stat Lcflt
tail Fcfnqsv
tar CJOZafhjkmovz
tee ai
timeout ks
touch acdhmrt
tr cds
truncate cs
uname aimnoprsv
unexpand aft
uniq cdfisuwz
watch nt
wc Lclmw
xargs 0EIPaenprstx
grep ABCEFHLRcefhilmnoqrsvwxz
env 0iu
nc Nefilpw
ping 46AIWcipqstw
nslookup bdegptuy
wget OPSUYcoq
top Hbdn
"""


@lru_cache(maxsize=2)
def _table(text: str) -> dict[str, tuple[str, ...]]:
    rows = text.replace("\n  ", " ").strip().splitlines()
    return {name: tuple(words) for name, *words in (row.split() for row in rows)}


def is_real_letter(tool: str, letter: str, *, busybox: bool) -> bool:
    """Say whether the real utility takes ``-<letter>``."""
    return letter in _table(BUSYBOX if busybox else GNU).get(tool, ("",))[0]


def is_real_name(tool: str, name: str, *, busybox: bool) -> bool:
    """Say whether the real utility takes ``--<name>``, which may be the beginning of a longer one."""
    longs = () if busybox else _table(GNU).get(tool, ("",))[1:]
    return any(long.startswith(name) for long in longs)
