"""Places in sentences: "em Faro", "no Porto", "em Luanda, Angola"; countries with their articles."""

from builders.portuguese import contract

_ARTICLES = {
    "o": (
        "Porto",
        "Barreiro",
        "Montijo",
        "Funchal",
        "Seixal",
        "Entroncamento",
        "Cartaxo",
        "Algarve",
        "Alentejo",
        "Rio de Janeiro",
        "Brasil",
        "Senegal",
        "Uruguai",
        "Paraguai",
        "Chile",
        "Peru",
        "Japão",
        "Canadá",
        "Egito",
        "Congo",
        "Luxemburgo",
        "Reino Unido",
        "Gana",
        "Recife",
        "Lobito",
        "Huambo",
        "Sal",
    ),
    "a": (
        "Figueira da Foz",
        "Guarda",
        "Covilhã",
        "Horta",
        "Amadora",
        "Nazaré",
        "Marinha Grande",
        "Maia",
        "Póvoa de Varzim",
        "Trofa",
        "Mina de São Domingos",
        "Praia",
        "Beira",
        "Madeira",
        "Fuseta",
        "Fuzeta",
        "Alemanha",
        "Bulgária",
        "Nigéria",
        "Argentina",
        "Escócia",
        "Irlanda",
        "Bélgica",
        "Suíça",
        "Suécia",
        "Noruega",
        "Dinamarca",
        "Finlândia",
        "Polónia",
        "Roménia",
        "Hungria",
        "Sérvia",
        "Croácia",
        "Eslovénia",
        "Bósnia",
        "Macedónia",
        "Jugoslávia",
        "Grécia",
        "Turquia",
        "Rússia",
        "Ucrânia",
        "Guiné-Bissau",
        "Guiné",
        "Colômbia",
        "Venezuela",
        "Bolívia",
        "Tunísia",
        "Argélia",
        "África do Sul",
        "Austrália",
        "China",
    ),
    "os": ("Estados Unidos", "Países Baixos", "Camarões", "Açores"),
    "as": ("Caldas da Rainha", "Filipinas"),
}


def article_of(place: str) -> str:
    """The article that the name of a town or country takes; empty for the many that take none.

    Portugal says "em Espanha", "seleção de França": beside a preposition these two, Itália and Inglaterra take none.
    """
    return next((article for article, places in _ARTICLES.items() if place in places), "")


def in_place(place: str) -> str:
    """ "em Faro", "no Porto", "na Praia, Cabo Verde"."""
    first, comma, rest = place.partition(",")
    return f"{contract('em', article_of(first))} {first}{comma}{rest}"
