
  # What may stand at the end of a line: asked of the program, so that its texts, tags and readers are known.
  def "nu-complete postil" [context: string, position: int] {
    let lines = (^postil complete --line ($context | str substring 0..<$position) | complete | get stdout | lines)
    let found = ($lines | where {|line| $line != "\t" } | each {|line|
      let parts = ($line | split row "\t")
      { value: ($parts | first), description: ($parts | last) }
    })
    # null: files, as everywhere
    if ($found | is-empty) and ("\t" in $lines) { null } else { $found }
  }
