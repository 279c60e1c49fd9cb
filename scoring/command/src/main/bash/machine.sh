# What the launcher needs of the machine: a JDK, a build, a temporary folder. Sourced by ./solvens.
needed=25

# Prints the home of a JDK that is new enough: JAVA_HOME if it is, else the newest of those in usual places.
find_jdk() {
  local candidate version best="" best_version=0
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [[ -n $candidate && -x $candidate/bin/javac && -r $candidate/release ]] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$candidate/release")
    [[ -n $version && $version -ge $needed && $version -gt $best_version ]] || continue
    best=$candidate best_version=$version
    [[ $candidate != "${JAVA_HOME:-}" ]] || break
  done
  [[ -n $best ]] || fail "Solvens needs a JDK $needed or newer and found none: install one, for example Eclipse Temurin $needed, under /usr/lib/jvm, or set JAVA_HOME to it."
  echo "$best"
}

# Ends with the exit code of the engine (class Exit).
fail() {
  echo "$1" >&2
  exit 70
}

# Whether a leaf is missing, or older than its sources.
stale() {
  local leaf=$home/$1 built part sources=("$home/pom.xml" "$home/$1/jvm.options")
  [[ -d $leaf/target/lib && -r $leaf/target/commands ]] || return 0
  built=$(ls -t "$leaf"/target/*.jar 2>/dev/null | head -n 1)
  [[ -n $built ]] || return 0
  for part in $(sed -n 's/^parts\t//p' "$leaf/target/commands"); do
    sources+=("$home/$part/pom.xml" "$home/$part/src/main")
  done
  [[ -n $(find "${sources[@]}" -newer "$built" -type f -print -quit) ]]
}

# Builds leaves, if any of them is stale.
build() {
  local leaf leaves maven needed_build=""
  for leaf in "$@"; do
    if stale "$leaf"; then needed_build=yes; fi
  done
  [[ -n $needed_build ]] || return 0
  maven=$(command -v mvn) || maven=$home/mvnw # The wrapper fetches Maven.
  find_jdk >/dev/null
  leaves=$(IFS=,; echo "$*")
  echo "building Solvens ..." >&2
  (cd "$home" && "$maven" -B -q -DskipTests -Dstyle.color=never -pl "$leaves" -am package) >&2 ||
    fail "The build failed; Maven's output is above."
}

# Makes one folder for all temporary files of this process, Spark's and those of native libraries too. Java locks its
# file .solvens-run (class TemporaryFolder), deletes the folder at the end, and deletes those of killed processes first.
# The process keeps its number through exec.
make_temporary_folder() {
  local base=${TMPDIR:-/tmp} temporary
  if [[ ${SOLVENS_JAVA_OPTIONS:-} =~ (^|[[:space:]])-Djava\.io\.tmpdir=([^[:space:]]+) ]]; then base=${BASH_REMATCH[2]}; fi
  base=$(cd "$base" 2>/dev/null && pwd) || return 0
  temporary="$base/solvens-run-$$-$(date +%s)"
  if mkdir -m 700 "$temporary" 2>/dev/null && : >"$temporary/.solvens-run"; then
    options+=("-Djava.io.tmpdir=$temporary" "-Dsolvens.temporary=$temporary")
  fi
}
