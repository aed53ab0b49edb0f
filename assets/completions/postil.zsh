#compdef postil
# Completions of postil for zsh. What may stand where is asked of the program itself, so they know its texts, tags and readers.
_postil() {
    local -a lines words_ parts
    local line value shown files=
    lines=("${(@f)$("${(Q)words[1]}" complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    for line in "${lines[@]}"; do
        value=${line%%$'\t'*}
        if [[ $line == $'\t' ]]; then
            files=1
            continue
        elif [[ -z $value ]]; then
            continue
        fi
        shown=${value//:/\\:}${${line#*$'\t'}:+:${line#*$'\t'}}
        # The end of a folder or of a field is not the end of a word.
        if [[ $value == *[/:] ]]; then parts+=("$shown"); else words_+=("$shown"); fi
    done
    (( $#parts )) && _describe -t parts postil parts -S ''
    (( $#words_ )) && _describe -t values postil words_
    [[ -n $files ]] && _files
    (( $#parts + $#words_ )) || [[ -n $files ]]
}
if [[ $funcstack[1] == _postil ]]; then _postil "$@"; else compdef _postil postil; fi
