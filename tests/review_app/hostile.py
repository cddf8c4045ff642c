"""Twenty texts that would like to be more than text."""

HOSTILE = [
    "<script>window.hacked = 1</script>",
    '<img src=x onerror="window.hacked = 1">',
    '<svg onload="window.hacked = 1"></svg>',
    '<a href="javascript:window.hacked=1" autofocus onfocus="window.hacked=1">aqui</a>',
    "[aqui](javascript:window.hacked=1)",
    '"><script>window.hacked = 1</script>',
    "</div></div><style>body { display: none }</style>",
    "<iframe srcdoc='<script>parent.hacked = 1</script>'></iframe>",
    "![imagem](https://example.invalid/pixel.png)",
    "# Título\n\n**negrito** | _itálico_ `código`",
    r"$$\require{html}\href{javascript:window.hacked=1}{x}$$ \input{/etc/passwd}",
    ":material/delete: :red[vermelho] :streamlit:",
    "\u202e321 ed oãçarepo\u202c \u2066isolado\u2069 \u200f\u061c",
    "zero\u200bwidth\u200d\ufeff\u00ad e \u2028 separadores \u2029",
    "\x00\x07\x1b[31mvermelho\x1b[0m\x7f\x85",
    "Z" + "\u0301\u0327\u0489" * 3000 + "algo",
    "\ufdfa" * 5000,
    "x" * 1_000_000,
    "&lt;b&gt; &amp; &#x3C;script&#x3E;",
    "<form action=//example.invalid><button formaction=javascript:window.hacked=1>ok",
]
