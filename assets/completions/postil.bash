# Completions of postil for bash. What may stand where is asked of the program itself, so they know its texts, tags and readers.
_postil() {
    local line files=
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == $'\t' ]]; then files=1; else COMPREPLY+=("${line%%$'\t'*}"); fi
    done < <("${1/#\~/$HOME}" complete --breaks "$COMP_WORDBREAKS" --line "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    # Names are quoted as those of files are; the end of a folder or of a field is not the end of a word.
    compopt -o filenames 2>/dev/null
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/:] ]]; then compopt -o nospace 2>/dev/null; fi
    if [[ -n $files && ${#COMPREPLY[@]} -eq 0 ]]; then
        compopt -o bashdefault -o default 2>/dev/null
    elif [[ -n $files ]]; then
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$2")
    fi
}
complete -F _postil postil
