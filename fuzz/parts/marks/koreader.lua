-- /x/tides.sdr/metadata.epub.lua
return {
    ["annotations"] = {
        [1] = {
            ["color"] = "red",
            ["datetime"] = "2026-03-01 21:15:07",
            ["drawer"] = "lighten",
            ["note"] = "whose?",
            ["pageno"] = 3,
            ["pageref"] = "xii",
            ["pos0"] = "/body/DocFragment[2]/body/p[1]/text().4",
            ["pos1"] = "/body/DocFragment[2]/body/p[1]/text().11",
            ["text"] = "the ebb",
        },
        [2] = { ["datetime"] = "2026-03-03 07:05:00", ["page"] = "/body", ["text"] = "in Afterword", },
    },
    ["doc_path"] = "/x/tides.epub",
    ["doc_props"] = { ["authors"] = "Linh Vo\
B", ["title"] = "Tides" },
}
