"""Whether a sentence can be understood by itself: no pronoun, no link to what went before, a subject, an end."""

import re

from builders.books.verbs import finite_verbs
from builders.books.words import word_list

SHORTEST, LONGEST = 30, 320  # characters of a sentence used as an answer
_LEANING = (
    r"El[ea]s?|Est[ea]s?|Ess[ea]s?|Aquel[ea]s?|Isto|Isso|Aquilo|[DN]est[ea]s?|[DN]ess[ea]s?|[DN]aquel[ea]s?",
    r"[DN]el[ea]s?|L[áa]|Ali|A[íi]|Aqui|Daí|Ent[ãa]o|Depois|Assim|Mas|Por[ée]m|Contudo|Todavia|Tamb[ée]m|E|Nem|Ou|Pois",
    r"Seus?|Suas?|Outr[oa]s?|Amb[oa]s|Tal|Tais|Cuj[oa]s?|Que|Onde|Ainda|Logo|Enfim|Afinal|Ali[áa]s|Entretanto|S[óo]",
    r"Apenas|Talvez|(?:Pelo|Ao) contr[áa]rio|Al[ée]m disso|No entanto|Des[st][ea] (?:modo|forma)|Mais tarde|Por isso",
    r"[AO]s? (?:mesm|primeir|segund|últim|restant|outr|seguint)[oae]s?(?! [^\W\d_]+)|Dias depois|Anos depois|Antes",
    r"Quando|Enquanto|Se|Como|Embora|J[áa]|Agora|Hoje|Ontem|Amanh[ãa]|Tudo|Nada|Algu[ée]m|Ningu[ée]m|Algu(?:ns|mas)",
    r"V[áa]ri[oa]s|Muit[oa]s|Outrora|Em que|Com isso|Nisto|Disto|Por fim|Finalmente|Al[ií]|Estava[m]?|Todos?|Todas?",
    r"Em seguida|A seguir|Quanto a|Porque",
)
_FIRST_WORD = re.compile(rf"(?:{'|'.join(_LEANING)})\b")
_BARE_SUBJECT = re.compile(
    rf"(?:[AO] (?:{'|'.join(sorted(word_list('bare_nouns')))})"
    r"|(?:[AO]s|Nas|Nos|Das|Dos|Às|Aos) (?:dois|duas|três|quatro|jogadores|sócios|rapazes|amigos|equipas))\b"
    r"(?! (?:d[aeo]s?|entre|com|contra|que)\b| [A-ZÀ-Þ«])"
)
_POINTING = (
    r"(?:[dn]'?)?ell?[ea]s?|(?:[dn]'?|[áà])?aquell[ea]s?|n'est[ea]s?|n'ess[ea]s?|[dn]?est[ea]s?|[dn]?ess[ea]s?|[dn]?aquel[ea]s?|[àa]quel[ea]s?|[dn]?isto|[dn]?isso|[dn]?aquilo|lhes?",
    r"l[áa]|ali|a[íi]|da[íi]|aqui|ent[ãa]o|[oa]s? mesm[oa]s?|referid[oa]s?|citad[oa]s?|tamb[ée]m|outr[oa]s?|igualmente",
    r"por[ée]m|contudo|todavia|entretanto|ali[áa]s|acima|abaixo|anterior(?:es|mente)?|seguintes?|hoje|agora|ontem",
    r"atual(?:mente)?|seus?|suas?|cada um|ambos|ambas|tais|tal|no lugar(?! d)|[oa]s (?:dois|duas|três|quatro)|assim",
    r"ainda|j[áa]|no entanto|em todo o caso|por sua vez|pelo contr[áa]rio",
)
_UNRESOLVED = re.compile(rf"\b(?:{'|'.join(_POINTING)})\b|-(?:[nl]?'?[oa]s?|lhes?)\b(?!-)", re.I)
_PERSONAL = re.compile(
    r"\b(?:eu|me|mim|comigo|meus?|minhas?|n[óo]s|connosco|conosco|noss[oa]s?|tu|te|ti|contigo|teus?|tuas?|voc[êe]s?"
    r"|v[óo]s|voss[oa]s?|leitor(?:es|a)?|vossemec[êe]|v\. ex\.?a?|[^\W\d_]{2,}(?:ámos|[aei]mos|[áêí]ssemos))\b"
    r"|-(?:me|te|nos|vos)\b",
    re.I,
)
_FIRST_PERSON = re.compile(
    r"\b(?!(?:r|l|fr|gr)ei\b)[a-zà-ÿ]{2,}ei\b"
    r"|\b(?:fui|tive|estive|fiz|pude|pus|vim|saí|vi|quero|posso|tenho|estou|sou)\b"
    r"|\b[a-zà-ÿ]{2,}[bcdfglmnprstvz]i\b(?<!aqui)",
)
_NAME_INSIDE = re.compile(r"(?<=[^\W\d_,] )[A-ZÀ-Þ][^\W\d_]*[a-zà-ÿ]|\b[A-ZÀ-Þ]{2,}\b| «[A-ZÀ-Þ]")
_OWN = re.compile(r"\b(?:seus?|suas?)\b", re.I)


def fault_of(sentence: str) -> str:
    """Why a sentence cannot stand as an answer, by a short name; empty where it can."""
    if not SHORTEST <= len(sentence) <= LONGEST:
        return "length"
    if not sentence.endswith(".") or sentence.endswith("..."):
        return "not_a_statement"
    if not sentence[0].isupper() or not balanced(sentence):
        return "not_whole"
    if _FIRST_WORD.match(sentence) or _BARE_SUBJECT.match(sentence) or finite_verbs(sentence.split()[0].lower()):
        return "leans_on_the_text_before"
    if _PERSONAL.search(sentence) or _FIRST_PERSON.search(sentence[:1].lower() + sentence[1:]):
        return "speaks_in_person"
    if _UNRESOLVED.search(_without_own(sentence)):
        return "unresolved_pronoun"
    return "" if _NAME_INSIDE.search(sentence) else "names_nothing"


def bare_subject(clause: str) -> bool:
    """Whether a clause is about "o clube" or "as duas equipas" without saying which."""
    return bool(_BARE_SUBJECT.match(clause[:1].upper() + clause[1:]))


def _without_own(sentence: str) -> str:
    """A sentence less the possessive that its own subject explains: "O Farense fez o seu primeiro jogo"."""
    names_first = re.match(r"(?:[AO]s? )[A-ZÀ-Þ]|[A-ZÀ-Þ]\w+ [A-ZÀ-Þ]", sentence)
    dated = re.match(r"(?:Em|A|No)\b[^,]*\d{4},[^,]*\b[oa] [A-ZÀ-Þ]", sentence)
    return _OWN.sub("", sentence, count=1) if names_first or dated else sentence


def balanced(sentence: str) -> bool:
    """Whether every bracket and quotation mark that opens is closed: no quotation begins here and goes on elsewhere."""
    pairs = (("(", ")"), ("«", "»"), ("“", "”"), ("[", "]"))
    return all(sentence.count(a) == sentence.count(b) for a, b in pairs) and sentence.count('"') % 2 == 0
