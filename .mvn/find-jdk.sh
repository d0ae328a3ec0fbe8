# Sourced by ./mvnw and ./daybreak: sets JAVA_HOME to a JDK 25 or newer, found through JAVA_HOME, PATH or /usr/lib/jvm.
daybreak_java_version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}
daybreak_find_jdk() {
  _path_java=$(command -v javac 2>/dev/null || true)
  [ -z "$_path_java" ] || _path_java=$(dirname "$(dirname "$(readlink -f "$_path_java")")")
  for _home in "${JAVA_HOME:-}" "$_path_java" /usr/lib/jvm/*25* /usr/lib/jvm/*; do
    [ -n "$_home" ] || continue
    _version=$(daybreak_java_version "$_home") || continue
    if [ "${_version:-0}" -ge 25 ]; then
      JAVA_HOME=$_home
      export JAVA_HOME
      return 0
    fi
  done
  echo "Daybreak needs a JDK 25 and found none in JAVA_HOME (${JAVA_HOME:-not set}), PATH or /usr/lib/jvm." >&2
  echo "Install one, for example Eclipse Temurin 25, and set JAVA_HOME to it." >&2
  return 1
}
daybreak_find_jdk || exit 1
