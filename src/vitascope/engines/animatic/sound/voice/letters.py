"""English spelling to phonemes.

The rules are those of H. S. Elovitz and others, "Automatic Translation of English Text to Phonetics by Means of
Letter-to-Sound Rules", NRL Report 7948 (1976), a work of the United States Government; a list of common words that
break them comes first. Phonemes are ARPAbet in capitals.
"""

from __future__ import annotations

import re
from functools import lru_cache

VOWELS = frozenset(["AA", "AE", "AH", "AO", "AW", "AX", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"])

RULES_TEXT = """
[a]_=AX _[are]_=AA.R _[ar]o=AX.R [ar]#=EH.R ^[as]#=EY.S [a]wa=AX [aw]=AO _:[any]=EH.N.IY [a]^+#=EY #:[ally]=AX.L.IY
_[al]#=AX.L [again]=AX.G.EH.N #:[ag]e=IH.JH [a]^+:#=AE _:[a]^+_=EY [a]^%=EY _[arr]=AX.R [arr]=AE.R _:[ar]_=AA.R
[ar]_=ER [ar]=AA.R [air]=EH.R [ai]=EY [ay]=EY [au]=AO #:[al]_=AX.L #:[als]_=AX.L.Z [alk]=AO.K [al]^=AO.L
_:[able]=EY.B.AX.L [able]=AX.B.AX.L [ang]+=EY.N.JH [a]=AE
_[be]^#=B.IH [being]=B.IY.IH.NG _[both]_=B.OW.TH _[bus]#=B.IH.Z [buil]=B.IH.L [b]=B
_[ch]^=K ^e[ch]=K [ch]=CH _s[ci]#=S.AY [ci]a=SH [ci]o=SH [ci]en=SH [c]+=S [ck]=K [com]%=K.AH.M [c]=K
#:[ded]_=D.IH.D .e[d]_=D #^:e[d]_=T _[de]^#=D.IH _[do]_=D.UW _[does]=D.AH.Z _[doing]=D.UW.IH.NG _[dow]=D.AW
[du]a=JH.UW [dg]=JH [d]=D
#:[e]_= '^:[e]_= _:[e]_=IY #[ed]_=D #:[e]d_= [ev]er=EH.V [e]^%=IY [eri]#=IY.R.IY [eri]=EH.R.IH #:[er]#=ER [er]#=EH.R
[er]=ER _[even]=IY.V.EH.N #:[e]w= @[ew]=UW [ew]=Y.UW [e]o=IY #:&[es]_=IH.Z #:[e]s_= #:[ely]_=L.IY
#:[ement]=M.EH.N.T [eful]=F.UH.L [ee]=IY [earn]=ER.N _[ear]^=ER [ead]=EH.D #:[ea]_=IY.AX [ea]su=EH [ea]=IY
[eigh]=EY [ei]=IY _[eye]=AY [ey]=IY [eu]=Y.UW [e]=EH
[ful]=F.UH.L [f]=F
[giv]=G.IH.V _[g]i^=G [ge]t=G.EH su[gges]=G.JH.EH.S [gg]=G _b#[g]=G [g]+=JH [great]=G.R.EY.T #[gh]= [g]=G
_[hav]=HH.AE.V _[here]=HH.IY.R _[hour]=AW.ER [how]=HH.AW [h]#=HH [h]=
_[in]=IH.N _[i]_=AY [in]d=AY.N [ier]=IY.ER #:r[ied]=IY.D [ied]_=AY.D [ien]=IY.EH.N [ie]t=AY.EH _:[i]%=AY [i]%=IY
[ie]=IY [i]^+:#=IH [ir]#=AY.R [iz]%=AY.Z [is]%=AY.Z [i]d%=AY +^[i]^+=IH [i]t%=AY #^:[i]^+=IH [i]^+=AY [ir]=ER
[igh]=AY [ild]=AY.L.D [ign]_=AY.N [ign]^=AY.N [ign]%=AY.N [ique]=IY.K [i]=IH
[j]=JH _[k]n= [k]=K
[lo]c#=L.OW l[l]= #^:[l]%=AX.L [lead]=L.IY.D [l]=L
[mov]=M.UW.V [m]=M
e[ng]+=N.JH [ng]r=NG.G [ng]#=NG.G [ngl]%=NG.G.AX.L [ng]=NG [nk]=NG.K _[now]_=N.AW [n]=N
[of]_=AX.V [orough]=ER.OW #:[or]_=ER #:[ors]_=ER.Z [or]=AO.R _[one]=W.AH.N [ow]=OW _[over]=OW.V.ER [ov]=AH.V
[o]^%=OW [o]^en=OW [o]^i#=OW [ol]d=OW.L [ought]=AO.T [ough]=AH.F _[ou]=AW h[ou]s#=AW [ous]=AX.S [our]=AO.R
[ould]=UH.D ^[ou]^l=AH [oup]=UW.P [ou]=AW [oy]=OY [oing]=OW.IH.NG [oi]=OY [oor]=AO.R [ook]=UH.K [ood]=UH.D [oo]=UW
[o]e=OW [o]_=OW [oa]=OW _[only]=OW.N.L.IY _[once]=W.AH.N.S [on't]=OW.N.T c[o]n=AA [o]ng=AO _^:[o]n=AH i[on]=AX.N
#:[on]_=AX.N #^[on]=AX.N [o]st_=OW [of]^=AO.F [other]=AH.DH.ER [oss]_=AO.S #^:[om]=AH.M [o]=AA
[ph]=F [peop]=P.IY.P [pow]=P.AW [put]_=P.UH.T [p]=P
[quar]=K.W.AO.R [qu]=K.W [q]=K
_[re]^#=R.IY [r]=R
[sh]=SH #[sion]=ZH.AX.N [some]=S.AH.M #[sur]#=ZH.ER [sur]#=SH.ER #[su]#=ZH.UW #[ssu]#=SH.UW #[sed]_=Z.D #[s]#=Z
[said]=S.EH.D ^[sion]=SH.AX.N [s]s= .[s]_=Z #:.e[s]_=Z #^:##[s]_=Z #^:#[s]_=S u[s]_=S _:#[s]_=Z _[sch]=S.K [s]c+=
#[sm]=Z.M #[sn]'=Z.AX.N [s]=S
_[the]_=DH.AX [to]_=T.UW [that]_=DH.AE.T _[this]_=DH.IH.S _[they]=DH.EY _[there]=DH.EH.R [ther]=DH.ER [their]=DH.EH.R
_[than]_=DH.AE.N _[them]_=DH.EH.M _[these]_=DH.IY.Z _[then]=DH.EH.N [through]=TH.R.UW [those]=DH.OW.Z
[though]_=DH.OW _[thus]=DH.AH.S [th]=TH #:[ted]_=T.IH.D s[ti]#n=CH [ti]o=SH [ti]a=SH [tien]=SH.AX.N [tur]#=CH.ER
[tu]a=CH.UW _[two]=T.UW [tch]=CH [t]=T
_[un]i=Y.UW.N _[un]=AH.N _[upon]=AX.P.AO.N @[ur]#=UH.R [ur]#=Y.UH.R [ur]=ER [u]^_=AH [u]^^=AH [uy]=AY _g[u]#=
g[u]%= g[u]#=W #n[u]=Y.UW @[u]=UW [u]=Y.UW
[view]=V.Y.UW [v]=V
_[were]=W.ER [wa]s=W.AA [wa]t=W.AA [where]=W.EH.R [what]=W.AA.T [whol]=HH.OW.L [who]=HH.UW [wh]=W [war]=W.AO.R
[wor]^=W.ER [wr]=R [w]=W
[x]=K.S [young]=Y.AH.NG _[you]=Y.UW _[yes]=Y.EH.S _[y]=Y #^:[y]_=IY #^:[y]i=IY _:[y]_=AY _:[y]#=AY _:[y]^+:#=IH
_:[y]^#=AY [y]=IH [z]=Z
"""
"""``left[letters]right=phonemes``; ``_`` is the end of a word, the other signs are in `SIGNS`."""

SIGNS = {
    "#": "[aeiouy]+", ":": "[^aeiouy']*", "^": "[^aeiouy']", "+": "[eiy]", ".": "[bdvgjlmnrwz]",
    "%": "(?:ers?|es|ed|ing|ely|e)(?![a-z])", "&": "(?:[szjx]|[cs]h|ce|ge|[scg])", "@": "(?:[tsrdlznj]|th|ch|sh)",
    "'": "'",
}  # fmt: skip

EXCEPTIONS_TEXT = """
a AX|the DH.AX|treasure T.R.EH.ZH.ER|treasures T.R.EH.ZH.ER.Z|pleasure P.L.EH.ZH.ER|measure M.EH.ZH.ER|where W.EH.R
are AA.R|my M.AY|i AY|i'm AY.M|i'll AY.L|i've AY.V|you Y.UW|your Y.AO.R|you're Y.AO.R|we W.IY|we're W.IY.R|me M.IY
he HH.IY|she SH.IY|it IH.T|its IH.T.S|it's IH.T.S|is IH.Z|was W.AH.Z|were W.ER|be B.IY|been B.IH.N|am AE.M|has HH.AE.Z
have HH.AE.V|had HH.AE.D|do D.UW|does D.AH.Z|did D.IH.D|done D.AH.N|don't D.OW.N.T|won't W.OW.N.T|can't K.AE.N.T
will W.IH.L|would W.UH.D|could K.UH.D|should SH.UH.D|come K.AH.M|comes K.AH.M.Z|coming K.AH.M.IH.NG|gone G.AO.N
go G.OW|going G.OW.IH.NG|give G.IH.V|live L.IH.V|love L.AH.V|lives L.IH.V.Z|above AX.B.AH.V|of AH.V|off AO.F|to T.UW
too T.UW|two T.UW|one W.AH.N|once W.AH.N.S|who HH.UW|whom HH.UW.M|whose HH.UW.Z|what W.AH.T|when W.EH.N|why W.AY
how HH.AW|this DH.IH.S|that DH.AE.T|these DH.IY.Z|those DH.OW.Z|they DH.EY|them DH.EH.M|there DH.EH.R|their DH.EH.R
here HH.IY.R|three TH.R.IY|four F.AO.R|five F.AY.V|six S.IH.K.S|seven S.EH.V.AX.N|eight EY.T|nine N.AY.N|ten T.EH.N
eleven IH.L.EH.V.AX.N|twelve T.W.EH.L.V|zero Z.IY.R.OW|twenty T.W.EH.N.T.IY|hundred HH.AH.N.D.R.AX.D|lift L.IH.F.T
liftoff L.IH.F.T.AO.F|ignition IH.G.N.IH.SH.AX.N|launch L.AO.N.CH|king K.IH.NG|hold HH.OW.L.D|fast F.AE.S.T
captain K.AE.P.T.AX.N|dragon D.R.AE.G.AX.N|fire F.AY.ER|water W.AO.T.ER|father F.AA.DH.ER|mother M.AH.DH.ER
brother B.R.AH.DH.ER|nothing N.AH.TH.IH.NG|something S.AH.M.TH.IH.NG|anything EH.N.IY.TH.IH.NG
everything EH.V.R.IY.TH.IH.NG|every EH.V.R.IY|everyone EH.V.R.IY.W.AH.N|someone S.AH.M.W.AH.N|people P.IY.P.AX.L
world W.ER.L.D|word W.ER.D|work W.ER.K|heart HH.AA.R.T|earth ER.TH|heaven HH.EH.V.AX.N|gold G.OW.L.D|sword S.AO.R.D
blood B.L.AH.D|door D.AO.R|floor F.L.AO.R|eye AY|eyes AY.Z|said S.EH.D|says S.EH.Z|again AX.G.EH.N|friend F.R.EH.N.D
friends F.R.EH.N.D.Z|great G.R.EY.T|dead D.EH.D|death D.EH.TH|head HH.EH.D|ready R.EH.D.IY|bread B.R.EH.D
breath B.R.EH.TH|sea S.IY|island AY.L.AX.N.D|ocean OW.SH.AX.N|run R.AH.N|now N.AW|know N.OW|no N.OW|not N.AA.T
down D.AW.N|town T.AW.N|power P.AW.ER|tower T.AW.ER|hour AW.ER|our AW.ER|out AW.T|never N.EH.V.ER|ever EH.V.ER
over OW.V.ER|under AH.N.D.ER|after AE.F.T.ER|forever F.ER.EH.V.ER|alone AX.L.OW.N|alive AX.L.AY.V|away AX.W.EY
about AX.B.AW.T|ahoy AX.HH.OY|hello HH.EH.L.OW|hi HH.AY|hey HH.EY|oh OW|ah AA|yes Y.EH.S|yeah Y.AE|okay OW.K.EY
please P.L.IY.Z|thank TH.AE.NG.K|thanks TH.AE.NG.K.S|sorry S.AA.R.IY|welcome W.EH.L.K.AX.M|good G.UH.D|look L.UH.K
woman W.UH.M.AX.N|women W.IH.M.AX.N|move M.UW.V|prove P.R.UW.V|lose L.UW.Z|lost L.AO.S.T|only OW.N.L.IY|both B.OW.TH
most M.OW.S.T|ghost G.OW.S.T|many M.EH.N.IY|any EH.N.IY|busy B.IH.Z.IY|minute M.IH.N.AX.T|second S.EH.K.AX.N.D
moment M.OW.M.AX.N.T|money M.AH.N.IY|month M.AH.N.TH|son S.AH.N|won W.AH.N|sun S.AH.N|young Y.AH.NG|enough IH.N.AH.F
tough T.AH.F|through TH.R.UW|though DH.OW|thought TH.AO.T|night N.AY.T|light L.AY.T|right R.AY.T|fight F.AY.T
knight N.AY.T|beautiful B.Y.UW.T.AX.F.AX.L|magic M.AE.JH.IH.K|machine M.AX.SH.IY.N|police P.AX.L.IY.S
control K.AX.N.T.R.OW.L|houston HH.Y.UW.S.T.AX.N|problem P.R.AA.B.L.AX.M|mars M.AA.R.Z|moon M.UW.N
human HH.Y.UW.M.AX.N|humans HH.Y.UW.M.AX.N.Z|robot R.OW.B.AA.T|computer K.AX.M.P.Y.UW.T.ER|system S.IH.S.T.AX.M
danger D.EY.N.JH.ER|stranger S.T.R.EY.N.JH.ER|escape EH.S.K.EY.P|attack AX.T.AE.K|charge CH.AA.R.JH|glory G.L.AO.R.IY
victory V.IH.K.T.ER.IY|honor AA.N.ER|honour AA.N.ER|honest AA.N.AX.S.T|queen K.W.IY.N|prince P.R.IH.N.S
princess P.R.IH.N.S.EH.S|happy HH.AE.P.IY|birthday B.ER.TH.D.EY|very V.EH.R.IY|story S.T.AO.R.IY|sure SH.UH.R
sugar SH.UH.G.ER|listen L.IH.S.AX.N|castle K.AE.S.AX.L|whole HH.OW.L|today T.AX.D.EY|tomorrow T.AX.M.AA.R.OW
tonight T.AX.N.AY.T|together T.AX.G.EH.DH.ER|another AX.N.AH.DH.ER|other AH.DH.ER|because B.IH.K.AH.Z
before B.IH.F.AO.R|behind B.IH.HH.AY.N.D|below B.IH.L.OW|between B.IH.T.W.IY.N|believe B.IH.L.IY.V
remember R.IH.M.EH.M.B.ER|return R.IH.T.ER.N|begin B.IH.G.IH.N|find F.AY.N.D|mind M.AY.N.D|kind K.AY.N.D
child CH.AY.L.D|children CH.IH.L.D.R.AX.N|wild W.AY.L.D|wind W.IH.N.D|mister M.IH.S.T.ER|mr M.IH.S.T.ER
mrs M.IH.S.IH.Z|dr D.AA.K.T.ER|and AE.N.D|or AO.R|for F.AO.R|from F.R.AH.M|with W.IH.DH|into IH.N.T.UW|onto AA.N.T.UW
at AE.T|on AA.N|in IH.N|us AH.S|his HH.IH.Z|her HH.ER|hers HH.ER.Z|him HH.IH.M|mine M.AY.N|as AE.Z|if IH.F|so S.OW
some S.AH.M|all AO.L|always AO.L.W.EY.Z|small S.M.AO.L|call K.AO.L|fall F.AO.L|walk W.AO.K|talk T.AO.K|watch W.AA.CH
want W.AA.N.T|war W.AO.R|warm W.AO.R.M|coffee K.AO.F.IY|captains K.AE.P.T.AX.N.Z|soldier S.OW.L.JH.ER
general JH.EH.N.ER.AX.L|lisa L.IY.S.AX|mona M.OW.N.AX|monster M.AA.N.S.T.ER|evil IY.V.AX.L|devil D.EH.V.AX.L
angel EY.N.JH.AX.L|sky S.K.AY|fly F.L.AY|cry K.R.AY|die D.AY|lie L.AY|tie T.AY|pie P.AY|they're DH.EH.R
that's DH.AE.T.S|what's W.AH.T.S|let's L.EH.T.S|there's DH.EH.R.Z|here's HH.IY.R.Z|he's HH.IY.Z|she's SH.IY.Z
isn't IH.Z.AX.N.T|wasn't W.AH.Z.AX.N.T|couldn't K.UH.D.AX.N.T|didn't D.IH.D.AX.N.T
"""
EXCEPTIONS: dict[str, tuple[str, ...]] = {
    word: tuple(phonemes.split("."))
    for word, phonemes in (
        entry.rsplit(" ", 1) for line in EXCEPTIONS_TEXT.split("\n") for entry in line.split("|") if entry
    )
}

LETTER_SOUNDS_TEXT = (
    "EY B.IY S.IY D.IY IY EH.F JH.IY EY.CH AY JH.EY K.EY EH.L EH.M EH.N OW P.IY K.Y.UW AA.R EH.S T.IY Y.UW V.IY "
    "D.AH.B.AX.L.Y.UW EH.K.S W.AY Z.IY"
)
LETTER_NAMES = dict(zip("abcdefghijklmnopqrstuvwxyz", LETTER_SOUNDS_TEXT.split(), strict=True))


@lru_cache(maxsize=1)
def _rules() -> dict[str, list[tuple[str, re.Pattern[str], re.Pattern[str], tuple[str, ...]]]]:
    """By first letter, in order: the letters, what must stand before, what must follow, and the phonemes."""
    rules: dict[str, list[tuple[str, re.Pattern[str], re.Pattern[str], tuple[str, ...]]]] = {}
    for entry in RULES_TEXT.split():
        rule, _, sounds = entry.rpartition("=")
        left, rest = rule.split("[")
        letters, right = rest.split("]")
        before = "".join("^" if c == "_" else SIGNS.get(c, c) for c in left)
        after = "".join("$" if c == "_" else SIGNS.get(c, c) for c in right)
        phonemes = tuple(sounds.split(".")) if sounds else ()
        rules.setdefault(letters[0], []).append((letters, re.compile(f"(?:{before})$"), re.compile(after), phonemes))
    return rules


@lru_cache(maxsize=2048)
def pronounced(word: str) -> tuple[str, ...]:
    """Phonemes of one lower-case English word of letters a–z and apostrophes; empty if it has none."""
    known = EXCEPTIONS.get(word) or _inflected(word)
    if known:
        return known
    if word.isalpha() and not re.search("[aeiouy]", word):
        return tuple(p for letter in word for p in LETTER_NAMES[letter].split("."))
    out: list[str] = []
    at = 0
    while at < len(word):
        for letters, before, after, phonemes in _rules().get(word[at], ()):
            end = at + len(letters)
            if word.startswith(letters, at) and before.search(word[:at]) and after.match(word, end):
                out += [p for i, p in enumerate(phonemes) if i or not out or p != out[-1] or p in VOWELS]
                at = end
                break
        else:
            at += 1  # an apostrophe, or a letter that is not sounded here
    return tuple(out)


def _inflected(word: str) -> tuple[str, ...] | None:
    """A known word with -s, 's, -ed or -ing on it."""
    for ending in ("'s", "s"):
        stem = EXCEPTIONS.get(word.removesuffix(ending)) if word.endswith(ending) else None
        if stem:
            hissing = stem[-1] in ("S", "Z", "SH", "ZH", "CH", "JH")
            return (*stem, "IH", "Z") if hissing else (*stem, "S" if stem[-1] in ("P", "T", "K", "F", "TH") else "Z")
    if word.endswith("ing") and (stem := EXCEPTIONS.get(word[:-3])):
        return (*stem, "IH", "NG")
    if word.endswith("ed") and (stem := EXCEPTIONS.get(word[:-2])):
        if stem[-1] in ("T", "D"):
            return (*stem, "IH", "D")
        return (*stem, "T" if stem[-1] in ("P", "K", "F", "S", "SH", "CH", "TH") else "D")
    return None
