// What the page of the web edition is given to resolve our selectors with.
import { createTextPositionSelectorMatcher, createTextQuoteSelectorMatcher } from "@apache-annotator/dom";
import { createTextAnnotator, reviveSelector, W3CTextFormat } from "@recogito/text-annotator";
globalThis.consumers = { createTextPositionSelectorMatcher, createTextQuoteSelectorMatcher, createTextAnnotator, reviveSelector, W3CTextFormat };
