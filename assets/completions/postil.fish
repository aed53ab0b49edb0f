# Completions of postil for fish. What may stand where is asked of the program itself, so they know its texts, tags and readers.
function __postil_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l plain (string unescape -- "$typed" 2>/dev/null); and set typed "$plain"
    for line in ($words[1] complete -- $words[2..-1] "$typed" 2>/dev/null)
        if test "$line" = \t
            __fish_complete_path "$typed"
        else
            echo -- $line
        end
    end
end
complete -c postil -f -a '(__postil_complete)'
