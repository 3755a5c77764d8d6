#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The azstamp contributors
# SPDX-License-Identifier: MIT
#
# azstamp init: where it writes, what it refuses, and that it leaves nothing
# behind. What stands in the files is the business of tests/generated.sh.
# shellcheck disable=SC2016,SC2317 # texts with $ and `; check calls functions
. "${srcdir:-.}/tests/lib.sh"

# Everything below a folder: mode, type, path, digest. Without .git.
listing() { # DIR
	(
		cd "$1" || exit
		find . -path ./.git -prune -o -printf '%m %y %p %l\n' | sort -k3
		find . -path ./.git -prune -o -type f -print0 | sort -z |
			xargs -0 sha256sum
	)
}
same_trees() { diff <(listing "$1") <(listing "$2"); }
# A working folder of its own for what comes next.
folder() {
	cd "$work" && mkdir "$1" && cd "$1" || exit 1
}
empty() { [ -z "$(ls -A "${1:-.}")" ] || ! ls -A "${1:-.}"; }
complete() { [ -e "$1/azstamp.yaml" ] && [ -e "$1/services/web/public/app.js" ]; }

# The plain case.
folder plain
run azstamp init shop
check 'init succeeds' status_is 0
check 'init has no messages' err_empty
check 'init says what it made' out_has \
	"Created shop in shop: $(find shop -path shop/.git -prune -o -type f -print |
		wc -l) files, environments dev, staging, prod." \
	"First commit: $(git -C shop rev-parse --short=7 HEAD)"
check 'init prints the next three commands' \
	test "$(sed -n '/^Next:/,$p' "$out" | tail -n +2)" = \
	'  cd shop
  azd env new dev --location eastus2
  azd up'
check 'the repository is on main' \
	test "$(git -C shop symbolic-ref HEAD)" = refs/heads/main
check 'there is one commit' test "$(git -C shop rev-list --count --all)" = 1
check 'the commit has a message' \
	test "$(git -C shop log -1 --format=%B)" = 'Scaffold with azstamp'
check 'nothing is left to commit' test -z "$(git -C shop status --porcelain --ignored)"
check 'git finds nothing wrong' git -C shop fsck --strict
check 'only scripts are executable' test \
	"$(cd shop && find . -path ./.git -prune -o -type f -perm /111 -print)" \
	= "$(cd shop && find . -path ./.git -prune -o -path ./.azstamp -prune -o -type f -exec grep -lm1 '^#!' {} +)"
check 'no other modes than 644 and 755' test -z \
	"$(find shop -path shop/.git -prune -o -type f -not -perm 644 -not -perm 755 -print)"
check 'git holds the same modes' test \
	"$(git -C shop ls-files -s | grep -c '^100755')" \
	= "$(grep -rl '^#!' shop/scripts | wc -l)"
check 'nothing else is beside it' test "$(ls -A)" = shop
for file in azstamp.yaml azure.yaml README.md .gitignore .gitattributes \
	infra/main.bicep infra/main.parameters.json infra/bicepconfig.json \
	infra/custom.bicep .azstamp/lock.json .azstamp/.gitattributes \
	.azstamp/.gitignore .azstamp/schema/profile.json \
	.azstamp/base/infra/main.bicep.base .github/workflows/deploy.yml \
	{profiles/{dev,staging,prod}.yaml,infra/environments/{dev,staging,prod}.{json,bicepparam}}; do
	check "there is $file" test -s "shop/$file"
done
check 'generated files are nothing to merge for git' file_is \
	shop/.azstamp/.gitattributes '* -text -diff -merge linguist-generated'
check 'the base is the pristine file' \
	cmp shop/infra/main.bicep shop/.azstamp/base/infra/main.bicep.base
check 'each lock entry has its digest' bash -c '
	cd shop && python3 -c "
import hashlib, json, os
lock = json.load(open(\".azstamp/lock.json\"))
assert lock[\"format\"] == 1 and lock[\"azstamp\"] and lock[\"templates\"]
ids = [f[\"id\"] for f in lock[\"files\"]]
assert len(ids) == len(set(ids))
for f in lock[\"files\"]:
    data = open(f[\"path\"], \"rb\").read()
    assert hashlib.sha256(data).hexdigest() == f[\"sha256\"], f
    assert oct(os.stat(f[\"path\"]).st_mode & 0o777) == \"0o\" + f[\"mode\"][1:], f
    base = \".azstamp/base/\" + f[\"path\"] + \".base\"
    assert os.path.exists(base) == (f[\"policy\"] == \"managed\"), f
"'
run azstamp -C shop check
check 'check is content' out_is 'No findings.'

# Each pattern. Its files stand in tests/golden/<pattern>.files, one a line, a
# star behind what is executable; AZSTAMP_UPDATE_GOLDEN=1 writes the lists.
folder patterns
files() { # DIR
	(
		cd "$1" && find . -path ./.git -prune -o -path ./.azstamp/base -prune \
			-o -type f '(' -perm /111 -printf '%P*\n' -o -printf '%P\n' ')' |
			sort
	)
}
patterns=("$srcdir"/templates/*/application.yaml.mustache)
patterns=("${patterns[@]%/*}")
for pattern in "${patterns[@]##*/}"; do
	list=$srcdir/tests/golden/$pattern.files
	run azstamp init "$pattern" --pattern "$pattern" --name shop
	check "$pattern: init succeeds" status_is 0
	check "$pattern: init prints the next commands" \
		out_has "Created shop in $pattern: " '  azd env new dev'
	next=$(sed -n '/^Next:/,$p' "$out" | grep -oE 'azd (up|provision|deploy)$')
	deploy=$(sed -n '/^## Deploy$/,/^## /p' "$pattern/README.md" |
		grep -xE 'azd (up|provision|deploy)')
	check "$pattern: they are the first of its README" \
		test "${deploy#"${next:-none}"}" != "$deploy"
	check "$pattern: the model says so" \
		grep -qx "pattern: $pattern" "$pattern/azstamp.yaml"
	files "$pattern" >real
	if [ "${AZSTAMP_UPDATE_GOLDEN-}" = 1 ]; then
		cat real >"$list"
	fi
	check "$pattern: the files are those of the list" diff -u "$list" real
	check "$pattern: each folder of a service has files" bash -c '
		cd "$1" && sed -n "s/^ *project: //p" azstamp.yaml |
		while read -r folder; do
			[ -n "$(ls "$folder")" ] || exit 1
		done' - "$pattern"
	run azstamp -C "$pattern" check
	check "$pattern: check finds no error" status_is 0
done
check 'there are four patterns at least' test "${#patterns[@]}" -ge 4
check 'each list has its pattern' test \
	"$(find "$srcdir/tests/golden" -name '*.files' | wc -l)" = "${#patterns[@]}"

# The same again, under other circumstances.
folder again
mkdir -p a/deep/folder home 'b b'
azstamp init a/shop -q
check 'twice gives the same bytes and modes' same_trees a/shop ../plain/shop
check 'twice gives the same tree in git' test \
	"$(git -C a/shop rev-parse 'HEAD^{tree}')" \
	= "$(git -C ../plain/shop rev-parse 'HEAD^{tree}')"
other() { # SENTENCE COMMAND...: run there, makes other/shop
	local sentence=$1
	shift
	mkdir other
	run "$@"
	check "$sentence: init succeeds" status_is 0
	check "$sentence: the same bytes and modes" same_trees other/shop a/shop
	check "$sentence: the same tree in git" test \
		"$(git -C other/shop rev-parse 'HEAD^{tree}')" \
		= "$(git -C a/shop rev-parse 'HEAD^{tree}')"
	rm -rf other
}
other 'another time zone' env TZ=Pacific/Kiritimati "$AZSTAMP" init other/shop
for locale in C.UTF-8 POSIX de_DE.UTF-8 tr_TR.UTF-8; do
	other "locale $locale" env LC_ALL="$locale" LANG="$locale" \
		"$AZSTAMP" init other/shop
done
for mask in 000 077 027; do
	other "umask $mask" bash -c \
		'umask "$1" && exec "$AZSTAMP" init other/shop' - "$mask"
done
other 'another HOME' env HOME="$PWD/home" "$AZSTAMP" init other/shop
other 'no HOME' env -u HOME -u XDG_CONFIG_HOME "$AZSTAMP" init other/shop
other 'another working folder' "$AZSTAMP" -C "$PWD/b b" init ../other/shop
other 'an absolute DIR' "$AZSTAMP" init "$PWD/other/shop"
other 'a final slash' "$AZSTAMP" init other/shop/
other 'next to nothing in the environment' env -i \
	GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com \
	GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com \
	"$AZSTAMP" init other/shop
printf '[init]\n\tdefaultBranch = trunk\n\ttemplateDir = %s\n' "$PWD/a" \
	>home/.gitconfig
printf '[core]\n\tautocrlf = true\n\tfileMode = false\n\texcludesFile = %s\n' \
	"$PWD/home/ignore" >>home/.gitconfig
printf '*.json\nservices\n' >home/ignore
other 'settings of git' env HOME="$PWD/home" "$AZSTAMP" init other/shop
other 'quietly' "$AZSTAMP" init other/shop -q
other 'without a prompt' "$AZSTAMP" init other/shop --no-prompt

# Where it writes.
folder places
mkdir full && echo mine >full/file && chmod 600 full/file
listing full >before
run azstamp init full
check 'a folder that is not empty is refused' status_is 1
check 'what it holds is named' err_has \
	'full: the directory is not empty: it holds file'
check 'it is left untouched' diff before <(listing full)
check 'nothing is left beside it' test "$(echo .[!.]* *)" = '.[!.]* before full'
echo text >file
run azstamp init file --name ab
check 'a file is refused' status_is 1
check 'a file is left untouched' file_is file text
run azstamp init missing/ab
check 'a missing parent is a failure' status_is 1
check 'a missing parent is named' err_has \
	'the parent directory missing does not exist' "mkdir -p 'missing'"
check 'a missing parent is not made' not test -e missing
run azstamp init ''
check 'an empty DIR is wrong usage' status_is 2

mkdir hollow
inode=$(stat -c %i hollow)
run azstamp init hollow
check 'an empty folder is filled' complete hollow
check 'an empty folder stays the same folder' test "$(stat -c %i hollow)" = "$inode"
check 'filled like a new one' bash -c '
	cd hollow && git diff --quiet HEAD && test "$(git rev-list --count HEAD)" = 1'
mkdir cwd && run azstamp -C cwd init .
check 'the working folder is filled' complete cwd
check 'no cd is advised there' not grep -q '^  cd ' "$out"
mkdir cwd2 && run azstamp -C cwd2 init
check 'DIR is the working folder by default' complete cwd2
check 'its name names the application' grep -q '^name: "cwd2"' cwd2/azstamp.yaml
mkdir real && ln -s real link
run azstamp init link
check 'a symbolic link to an empty folder is followed' complete real
check 'the link stays' test -L link
ln -s nothing dangling
run azstamp init dangling
check 'a symbolic link to nothing is refused' status_is 1
check 'the link to nothing stays' test -L dangling -a ! -e nothing
run azstamp init -- -odd --name odd
check 'after -- a name may begin with a hyphen' status_is 2
run azstamp init --name odd -q -- -odd
check 'DIR may begin with a hyphen' complete ./-odd
run azstamp init --name spaced 'with space & more'
check 'DIR may hold blanks' complete 'with space & more'
check 'the next command quotes it' out_has "  cd 'with space & more'"

git init -q lone -b trunk
git -C lone config user.name Grace
run azstamp init lone
check 'a lone .git is filled' complete lone
check 'a lone .git is staged' test \
	-z "$(git -C lone ls-files --others)" -a -n "$(git -C lone ls-files)"
check 'a lone .git gets no commit of ours' not git -C lone rev-parse -q --verify HEAD
check 'a lone .git: it says how to commit' out_has 'git commit -m'
check 'its settings stay' test "$(git -C lone config user.name)" = Grace
check 'nothing differs from what is staged' git -C lone diff --quiet
mkdir dotted && git init -q dotted/inner && : >dotted/inner/.gitkeep
run azstamp init dotted/inner
check 'a .git with files beside it is refused' status_is 1
git init -q outer && mkdir outer/sub
run azstamp init outer/shop
check 'inside a work tree it succeeds' status_is 0
check 'inside a work tree no repository is made' not test -e outer/shop/.git
check 'inside a work tree it says so' out_has \
	'lies in a git repository' 'commit it there'
check 'inside a work tree nothing is staged' test -z "$(git -C outer ls-files)"
check 'inside a work tree all else is the same' \
	same_trees outer/shop ../plain/shop
run azstamp init outer/sub --name shop --no-git -q
check 'so it is with --no-git' same_trees outer/sub ../plain/shop
echo /own/ >outer/.gitignore
run azstamp init outer/own/ --name shop
check 'what the work tree ignores is a repository of its own' \
	test "$(git -C outer/own rev-list --count HEAD)" = 1
run azstamp init nogit --no-git --name shop
check '--no-git makes no repository' not test -e nogit/.git
check '--no-git makes the same files' same_trees nogit ../plain/shop
check '--no-git says nothing of git' not grep -qiw 'git\|commit' "$out"

# Who commits.
folder identity
config=(env -u GIT_AUTHOR_NAME -u GIT_AUTHOR_EMAIL -u GIT_COMMITTER_NAME
	-u GIT_COMMITTER_EMAIL -u EMAIL)
run "${config[@]}" "$AZSTAMP" init nobody
check 'without an identity init succeeds' status_is 0
check 'without an identity there is no commit' \
	not git -C nobody rev-parse -q --verify HEAD
check 'without an identity all is staged' \
	test -z "$(git -C nobody ls-files --others)" -a -n "$(git -C nobody ls-files)"
check 'without an identity the command is shown' out_has \
	'git commit -m "Scaffold with azstamp"' user.name
run "${config[@]}" "$AZSTAMP" init nobody2 -o json
check 'without a commit JSON says null' out_has '"commit": null'
run env GIT_AUTHOR_NAME=Grace GIT_AUTHOR_EMAIL=grace@example.com \
	GIT_AUTHOR_DATE='2001-02-03T04:05:06+0700' \
	GIT_COMMITTER_NAME=Edsger GIT_COMMITTER_EMAIL=e@example.com \
	GIT_COMMITTER_DATE='1234567890 -0130' "$AZSTAMP" init env
check 'GIT_AUTHOR_* and GIT_COMMITTER_* are honored' test \
	"$(git -C env log -1 --format='%an <%ae> %ad|%cn <%ce> %cd' --date=raw)" = \
	'Grace <grace@example.com> 981147906 +0700|Edsger <e@example.com> 1234567890 -0130'
git config --global user.name Barbara
git config --global user.email barbara@example.com
run "${config[@]}" "$AZSTAMP" init configured
check 'user.name and user.email are honored' test \
	"$(git -C configured log -1 --format='%an <%ae>')" = \
	'Barbara <barbara@example.com>'
git config --global commit.gpgsign true
run "${config[@]}" "$AZSTAMP" init signing
check 'with commit.gpgsign there is no commit' \
	not git -C signing rev-parse -q --verify HEAD
check 'with commit.gpgsign all is staged' test -n "$(git -C signing ls-files)"
check 'with commit.gpgsign the command is shown' out_has \
	'commit.gpgsign' 'git commit -m "Scaffold with azstamp"'
git config --global --unset commit.gpgsign
run env GIT_DIR="$work/plain/shop/.git" GIT_INDEX_FILE="$work/no-index" \
	"$AZSTAMP" init hook
check 'GIT_DIR of a hook does not mislead' test -d hook/.git
check 'GIT_INDEX_FILE of a hook does not mislead' not test -e "$work/no-index"

# Options.
folder options
run azstamp init shop --dry-run
check '--dry-run succeeds' status_is 0
check '--dry-run writes nothing' empty
check '--dry-run says so' out_has 'nothing was written'
sed '$d' "$out" | sed -E 's/^ *([0-9]+)  (.*)$/\1 \2/; s/\*$//' | sort -k2 >dry
azstamp init shop -q
check '--dry-run lists the files with their sizes' diff dry <(
	cd shop && find . -path ./.git -prune -o -type f -printf '%s %P\n' | sort -k2
)
check '--dry-run stars what is executable' grep -qE ' scripts/.*\*$' "$out"
rm -rf shop dry
mkdir full && : >full/mine
run azstamp init full --name shop --dry-run
check '--dry-run refuses what a real run refuses' status_is 1
check '--dry-run says why' err_has 'full: the directory is not empty: it holds mine'
rm -r full
run azstamp init shop --dry-run -o json
check '--dry-run as JSON is JSON' json_ok
check '--dry-run as JSON writes nothing' empty
cp "$out" "$work/dry.json"
run azstamp init shop -o json
check 'init as JSON is JSON' json_ok
check 'JSON lists the same files as the dry run, and the disk' python3 -c '
import json, os, sys
dry, real = (json.load(open(f)) for f in sys.argv[1:3])
assert dry["files"] == real["files"]
assert dry["dryRun"] is True and real["dryRun"] is False
assert dry["commit"] is None and len(real["commit"]) == 40
assert real["name"] == "shop" and real["directory"] == "shop"
assert real["environments"] == ["dev", "staging", "prod"]
for f in real["files"]:
    st = os.stat("shop/" + f["path"])
    assert st.st_size == f["size"], f
    assert oct(st.st_mode & 0o7777)[2:] == f["mode"][1:], f
assert len(real["files"]) == sum(len(n) for d, _, n in os.walk("shop")
    if "/.git" not in d.replace("/.github", ""))
' "$work/dry.json" "$out"
run azstamp init quiet -q
check '-q says nothing' out_empty
check '-q has no messages' err_empty
run azstamp init loud -v
check '-v names every file' test "$(grep -c '^wrote ' "$err")" = \
	"$(find loud -path loud/.git -prune -o -type f -print | wc -l)"
run azstamp init named --name other-name -q
check '--name names the application' \
	grep -q '^name: "other-name"' named/azstamp.yaml
run azstamp init where --location swedencentral -q
check '--location is written' grep -qxF 'locations: [swedencentral]' where/azstamp.yaml
check '--location reaches the values' grep -qF '"location": "swedencentral"' \
	where/infra/environments/dev.json
run azstamp init two --location eastus2,westus3 -q
check '--location takes a list' grep -qxF 'locations: [eastus2, westus3]' \
	two/azstamp.yaml
run azstamp init envs --env production,qa,development -q
check '--env makes those profiles' test "$(cd envs/profiles && echo *)" = \
	'development.yaml production.yaml qa.yaml'
check 'prod... starts from azstamp/prod' \
	grep -qx 'extends: azstamp/prod' envs/profiles/production.yaml
check 'dev... starts from azstamp/dev' \
	grep -qx 'extends: azstamp/dev' envs/profiles/development.yaml
check 'others start from azstamp/staging' \
	grep -qx 'extends: azstamp/staging' envs/profiles/qa.yaml
run azstamp init sets -q --set openai.capacity=7 --set prod:openai.capacity=321 \
	--set containers.cpu=1 --set containers.memory=2Gi \
	--set dev:search.enabled=false --set 'dev:tags={owner: me}'
check '--set succeeds' status_is 0
azstamp -C sets env list >"$out"
check '--set sets all profiles, or one' test \
	"$(tail -n +2 "$out" | tr -s ' ' | cut -d' ' -f1,5-8 | paste -sd';')" = \
	'dev 7 - 1 2Gi;staging 7 standard 1 2Gi;prod 321 standard 1 2Gi'
check '--set is written to the profile' grep -qx '  capacity: 321' \
	sets/profiles/prod.yaml
run azstamp -C sets check
check '--set leaves nothing stale' status_is 0
run azstamp init order -q --set prod:openai.capacity=1 --set openai.capacity=9
check 'the last --set wins' grep -qx '  capacity: 9' order/profiles/prod.yaml
run azstamp init multi -q --pattern microservice --no-prompt --no-color
check '--pattern, --no-prompt and --no-color are taken' complete multi

# What is refused leaves nothing behind.
folder refused
refuse() { # SENTENCE TEXT ARGUMENT...
	local sentence=$1 text=$2
	shift 2
	run azstamp init "$@"
	check "$sentence: wrong usage" status_is 2
	check "$sentence: the message" err_has "$text" 'Try `azstamp help init`.'
	check "$sentence: no data" out_empty
	check "$sentence: nothing is left behind" empty
}
refuse 'a folder that cannot name the application' \
	"the folder's name cannot name the application, so give one: --name" \
	'My Shop'
refuse 'a folder with one letter' 'so give one: --name' a
refuse 'a bad name' '--name must be 2 to 32 lower-case letters' \
	shop --name Shop
refuse 'a name that ends in a hyphen' '--name must be' shop --name shop-
refuse 'a name of 33 letters' '--name must be' shop \
	--name "$(printf 'a%.0s' {1..33})"
refuse 'a name with a line break' '--name must be' shop --name $'shop\nx'
refuse 'an unknown pattern' \
	'there is no pattern nope (there are: ' shop --pattern nope
refuse 'a pattern that climbs out' '--pattern must be' shop --pattern ../x
refuse 'the common part as a pattern' 'there is no pattern common' \
	shop --pattern common
refuse 'a region that is none' 'error[AZS0101]: eastus9 is no Azure region' \
	shop --location eastus9
refuse 'a region that is no name' '--location must be' shop --location 'East US'
refuse 'an empty region' '--location must be' shop --location eastus2,
refuse 'an environment that is no name' '--env: "Dev" cannot name' shop --env Dev
refuse 'an environment in a folder' '--env: "a/b" cannot name' shop --env a/b
refuse 'an empty environment' '--env: "" cannot name' shop --env dev,
refuse 'an environment twice' '--env names dev twice' shop --env dev,dev
refuse 'a set without a value' 'path=value is expected' shop --set openai.sku
refuse 'a set of nothing' 'path=value is expected' shop --set =3
refuse 'a set of an unknown field' \
	'openai.capasity is no field (did you mean openai.capacity?)' \
	shop --set openai.capasity=3
refuse 'a set of a group' 'openai holds several fields' shop --set openai=3
refuse 'a set of the application' 'templateDir stands in azstamp.yaml' \
	shop --set templateDir=mine
refuse 'a set for an unknown environment' 'qa is none of the environments' \
	shop --set qa:openai.capacity=3
refuse 'a set out of range' 'must be an integer from 1 to 100000, not 0' \
	shop --set openai.capacity=0
refuse 'a set of the wrong kind' 'not "many"' shop --set openai.capacity=many
refuse 'a set outside the enumeration' 'must be one of basic, standard' \
	shop --set search.sku=free
refuse 'a set that is broken YAML' ':1:5: error: the file ends inside' \
	shop --set 'tags={a: '
refuse 'a set with a control character' 'azstamp: --set' \
	shop --set $'tags={a: "b\x01"}'
refuse 'a set with a bad role' '"Chat" is no name for an entry of services' \
	--set services.Chat.containers.cpu=1
refuse 'a set against a rule' 'error[AZS0104]: containers.cpu 3.0' \
	shop --set containers.cpu=3.0
refuse 'a set against a rule of production' 'error[AZS0103]' \
	shop --set prod:containers.minReplicas=1
refuse 'two folders' 'unexpected operand "b"' a b
refuse 'an option without its value' '--set needs a value' shop --set

# What fails leaves nothing behind.
folder failures
run azstamp init shop --template-dir nowhere
check 'a missing template folder is a failure' status_is 1
check 'a missing template folder is named' \
	err_is 'azstamp: nowhere: No such file or directory'
run bash -c '"$AZSTAMP" init full >/dev/full'
check 'a full disk for the output is a failure' status_is 1
check 'a full disk for the output is reported' err_has 'cannot write the output'
run bash -c '"$AZSTAMP" init closed >&-'
check 'a closed stdout is a failure' status_is 1
run bash -c '"$AZSTAMP" init mute <&- 2>&-'
check 'closed stdin and stderr do not matter' status_is 0
check 'nor do they change a file' bash -c '
	cd mute && test -z "$(git status --porcelain)" && git fsck --strict'
for name in full closed mute; do
	check "$name is complete or absent" bash -c "
		! test -e $name || git -C $name diff --quiet HEAD"
	rm -rf "$name"
done
run bash -c 'ulimit -f 4; trap "" XFSZ; exec "$AZSTAMP" init shop'
check 'a full disk is a failure' status_is 1
check 'a full disk leaves nothing behind' empty

drop() { # run as somebody who is not root
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"
	else
		"$@"
	fi
}
cp "$AZSTAMP" "$work/azstamp"
chmod 711 "$work"
if drop "$work/azstamp" version >"$out" 2>&1; then
	mkdir closed && chmod 555 closed
	run drop "$work/azstamp" init closed/shop
	check 'a parent that is read-only is a failure' status_is 1
	check 'a parent that is read-only is named' err_has \
		'cannot write to the directory closed' 'Permission denied'
	check 'a parent that is read-only stays empty' empty closed
	mkdir -m 555 sealed
	run drop "$work/azstamp" init sealed --name shop
	check 'an empty folder that is read-only is a failure' status_is 1
	check 'an empty folder that is read-only stays empty' empty sealed
	rmdir closed sealed
else
	skip 'a parent that is read-only is a failure' 'nobody else to be'
fi

# Killed at any moment.
folder killed
stages() { find . -maxdepth 1 -name '.azstamp-init-*' | wc -l; }
caught=0 broken=''
for round in 1 2 3 4 5 6 7 8 9 10 11 12; do
	"$AZSTAMP" init shop >"$out" 2>&1 &
	pid=$!
	while kill -0 $pid 2>/dev/null && [ "$(echo .azstamp-init-*)" = '.azstamp-init-*' ]; do
		:
	done
	sleep "0.00$((round / 2))"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	if [ "$(stages)" != 0 ]; then
		caught=$((caught + 1))
		[ ! -e shop ] || broken="$broken stage and folder;"
		[ "$(find . -mindepth 1 -maxdepth 1 | wc -l)" = 1 ] || broken="$broken more than the stage;"
	elif [ -e shop ]; then
		complete shop || broken="$broken half a folder;"
		rm -rf shop
	fi
done
check "killed at $caught moments it left a stage" test "$caught" -gt 0
check 'killed it leaves at most the stage' test -z "$broken"
check 'stages of killed runs do not pile up' test "$(stages)" -le 1
mkdir .azstamp-init-abcdef && : >.azstamp-init-abcdef/file
run azstamp init shop
check 'the next run succeeds' status_is 0
check 'the next run removes what was left' test "$(ls -A)" = shop
rm -rf shop
for signal in TERM INT HUP; do
	# In the background a shell ignores INT; python does not.
	run python3 -c '
import os, signal, subprocess, sys, time
p = subprocess.Popen([os.environ["AZSTAMP"], "init", "shop"],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
while p.poll() is None and not any(n.startswith(".azstamp-init-") for n in os.listdir(".")):
    pass
p.send_signal(getattr(signal, "SIG" + sys.argv[1]))
p.wait()' $signal
	check "SIG$signal leaves nothing, or all" bash -c '
		test -z "$(ls -A)" || { test "$(ls -A)" = shop &&
		git -C shop diff --quiet HEAD; }'
	rm -rf shop
done

# Templates of one's own.
folder templates
mkdir -p over/microservice over/common/services/site/public over/mine
echo 'body { color: teal }' >over/common/services/site/public/styles.css
run azstamp init shop --template-dir over
check '--template-dir succeeds' status_is 0
check '--template-dir replaces a file' file_is \
	shop/services/web/public/styles.css 'body { color: teal }'
check '--template-dir leaves the others' cmp shop/infra/main.bicep \
	../plain/shop/infra/main.bicep
run azstamp -C shop env render --check --template-dir ../over
check '--template-dir is for env render too' status_is 0
cat >over/mine/application.yaml.mustache <<'END'
name: "{{name}}"
pattern: mine
locations: [{{#locations}}{{name}}{{^last}}, {{/last}}{{/locations}}]
services:
  only:
    host: containerapp
    project: src/only
END
cat >over/mine/manifest.yaml <<'END'
files:
  - id: notes
    source: mine/notes.md.mustache
    target: NOTES.md
  - id: each
    forEach: environments
    source: mine/each.sh.mustache
    target: scripts/{{name}}.sh
    mode: "0755"
  - id: raw
    source: mine/raw.txt
    target: docs/raw.txt
    policy: once
  - id: never
    source: mine/raw.txt
    target: never.txt
    when: "!openai"
  - id: values
    forEach: environments
    generate: environment-values
    target: values/{{name}}.json
    policy: owned
END
{
	printf '# {{application.name}}\n' >over/mine/notes.md.mustache
	printf 'echo '\''{{name}} {{level}}'\''\n' >over/mine/each.sh.mustache
	printf '{{kept}} as it is' >over/mine/raw.txt
}
run azstamp init mine --pattern mine --template-dir over --env dev,prod
check 'a pattern of one'\''s own succeeds' status_is 0
check 'a pattern of one'\''s own renders' file_is mine/NOTES.md '# mine'
check 'a pattern of one'\''s own makes a file for each' \
	file_is mine/scripts/prod.sh "echo 'prod production'"
check 'a pattern of one'\''s own sets modes' test -x mine/scripts/dev.sh
check 'a source that is no template is copied' test \
	"$(cat mine/docs/raw.txt)" = '{{kept}} as it is'
check 'a condition is honored' test -e mine/never.txt
check 'a pattern of one'\''s own has values' test -s mine/values/dev.json
cp -r over mine/house
sed -i '/^pattern:/a templateDir: house' mine/azstamp.yaml
mkdir -p mine/src/only
run azstamp -C mine check
check 'templateDir says where the pattern is' status_is 0
rm -rf mine/house
run azstamp -C mine check
check 'a templateDir that is gone is a finding' out_has \
	'error[AZS0003]: templateDir cannot be opened: '
check 'a templateDir that is gone: exit 3' status_is 3

# In which order the files were made says nothing.
mkdir -p turned/mine
(cd over && find . -type f | sort -r) | while read -r file; do
	mkdir -p "turned/${file%/*}" && cp "over/$file" "turned/$file"
done
azstamp init one/mine --name mine -q 2>"$err"
mkdir one another
azstamp init one/mine --pattern mine --template-dir over -q
azstamp init another/mine --pattern mine --template-dir turned -q
check 'the order of a template folder says nothing' same_trees one/mine another/mine

# Mistakes in templates, with their places.
mistake() { # SENTENCE MESSAGE <MANIFEST
	cat >over/mine/manifest.yaml
	run azstamp init bad --pattern mine --template-dir over
	check "$1: a failure" status_is 1
	check "$1: the place" err_is "azstamp: $2"
	check "$1: nothing is left behind" not test -e bad -o -e .azstamp-init-*
}
entry() { # KEY: VALUE...: one file entry
	printf '  - id: a\n'
	printf '    %s\n' "$@"
}
place=templates/mine/manifest.yaml
{ echo 'files:' && entry 'source: mine/none.txt' 'target: a.txt'; } |
	mistake 'a missing source' \
		"$place:2:5: error: there is no template mine/none.txt"
{ echo 'files:' && entry 'source: ../../etc/passwd' 'target: a.txt'; } |
	mistake 'a source that climbs out' \
		"$place:2:5: error: path \"../../etc/passwd\" cannot be written: \".\" and \"..\" are not allowed"
{ echo 'files:' && entry 'source: mine/raw.txt' 'target: ../a.txt'; } |
	mistake 'a target that climbs out' \
		"$place:2:5: error: path \"../a.txt\" cannot be written: \".\" and \"..\" are not allowed"
{ echo 'files:' && entry 'source: mine/raw.txt' 'target: /a.txt'; } |
	mistake 'an absolute target' \
		"$place:2:5: error: path \"/a.txt\" cannot be written: it does not begin at the root of the repository"
{ echo 'files:' && entry 'source: mine/raw.txt' 'target: .git/hooks/x'; } |
	mistake 'a target in .git' \
		"$place:2:5: error: path \".git/hooks/x\" cannot be written: .git belongs to git"
for own in profiles/x.yaml azstamp.yaml AzStamp.yaml .azstamp/lock.json .azstamp/base/x .azstamp/undo/x; do
	{ echo 'files:' && entry 'source: mine/raw.txt' "target: $own"; } |
		mistake "the target $own" \
			"$place:2:5: error: this path is azstamp's own: $own"
done
{
	echo 'files:'
	entry 'source: mine/raw.txt' 'target: a.txt'
	printf '  - id: b\n    source: mine/raw.txt\n    target: A.txt\n'
} | mistake 'a target twice' \
	"$place:2:5: error: A.txt and a.txt cannot both be written (file ids b and a)"
{
	echo 'files:'
	entry 'source: mine/raw.txt' 'target: a'
	printf '  - id: b\n    source: mine/raw.txt\n    target: a/b.txt\n'
} | mistake 'a target below another' \
	"$place:5:5: error: a and a/b.txt cannot both be written (file ids a and b)"
{ echo 'files:' && entry 'source: mine/raw.txt' 'target: a' && entry 'source: mine/raw.txt' 'target: b'; } |
	mistake 'an id twice' "$place:5:5: error: second entry with the id a"
{ echo 'files:' && entry 'source: mine/raw.txt'; } |
	mistake 'an entry without a target' \
		"$place:2:5: error: an entry needs id, target and one of source and generate"
{ echo 'files:' && entry 'source: mine/raw.txt' 'target: a' 'sourse: b'; } |
	mistake 'an unknown key' "$place:5:13: error: unknown key sourse"
{ echo 'files:' && entry 'source: mine/raw.txt' 'target: a' 'mode: "0777"'; } |
	mistake 'an unknown mode' \
		"$place:5:11: error: mode must be \"0644\" or \"0755\", not 0777"
{ echo 'files:' && entry 'source: mine/raw.txt' 'target: a' 'when: nope'; } |
	mistake 'an unknown flag' "$place:2:5: error: when names no flag: nope"
{ echo 'files:' && entry 'source: mine/raw.txt' 'target: a' 'forEach: nope'; } |
	mistake 'an unknown list' "$place:2:5: error: forEach names no list: nope"
{ echo 'files:' && entry 'generate: nope' 'target: a'; } |
	mistake 'an unknown generator' \
		"$place:2:5: error: nothing is generated by the name nope"
echo 'include: [no/manifest.yaml]' |
	mistake 'a missing manifest' \
		"$place:1:11: error: there is no manifest no/manifest.yaml"
echo 'include: [mine/manifest.yaml]' |
	mistake 'manifests in a circle' \
		"$place:1:11: error: manifests include each other in a circle: mine/manifest.yaml"
echo 'files: [' |
	mistake 'broken YAML' \
		"$place:2:1: error: the file ends inside [] or {} (close them)"
template() { # SENTENCE PLACE-AND-MESSAGE TEXT
	printf '%s\n' "$3" >over/mine/bad.md.mustache
	{ echo 'files:' && entry 'source: mine/bad.md.mustache' 'target: a.md'; } |
		mistake "$1" "templates/mine/bad.md.mustache:$2"
}
template 'a missing name' '2:3: error: no value for "no.such"' $'a\n  {{no.such}}'
template 'a section without an end' \
	'1:3: error: section "application" is never closed' 'a {{#application}}'
template 'a missing partial' '1:1: error: no partial "mine/none.mustache"' \
	'{{> mine/none.mustache}}'
printf '{{nope}}\n' >over/mine/application.yaml.mustache
run azstamp init bad --pattern mine --template-dir over
check 'a missing name in the application: the place' err_is \
	'azstamp: templates/mine/application.yaml.mustache:1:1: error: no value for "nope"'
rm over/mine/application.yaml.mustache
ln -s /etc/passwd over/mine/application.yaml.mustache
run azstamp init bad --pattern mine --template-dir over
check 'a link out of the folder is a failure' status_is 1
check 'a link out of the folder is named' err_has \
	'a symbolic link leads out of the template directory'
check 'and nothing is left behind' not test -e bad
finish
