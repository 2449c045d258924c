"""Reference model: one causal dot store per item + read rules. Python, small, not fast.
Types: str->S, int->N, frozenset->SS, list->L, dict->M."""
import copy, random, itertools, sys
ROOT=()
def typ(v):
    return {str:'S',int:'N',frozenset:'SS',list:'L',dict:'M'}[type(v)]
class Bad(Exception): pass

class Item:
    """state = (ctx, store).  store[(path,slot)][dot] = payload(dict, immutable by convention)"""
    def __init__(s): s.ctx={}; s.store={}
    def clone(s):
        n=Item(); n.ctx=dict(s.ctx); n.store={k:dict(v) for k,v in s.store.items()}; return n
    def seen(s,dot): return s.ctx.get(dot[1],-1)>=dot[0]
    def key(s):
        return (tuple(sorted(s.ctx.items())), tuple(sorted(((repr(k)),tuple(sorted((d,repr(sorted(p.items(),key=str))) for d,p in v.items()))) for k,v in s.store.items() if v)))
    # full state join
    def join(s,o):
        for k in set(s.store)|set(o.store):
            a=s.store.get(k,{}); b=o.store.get(k,{})
            r={}
            for d,p in a.items():
                if d in b or not o.seen(d): r[d]=p
            for d,p in b.items():
                if d in a or not s.seen(d): r[d]=p
            if r: s.store[k]=r
            else: s.store.pop(k,None)
        for r_,h in o.ctx.items(): s.ctx[r_]=max(s.ctx.get(r_,-1),h)
    # delta apply; caller guarantees per-item causal order (dep ctx <= s.ctx)
    def apply(s,dl):
        if s.seen(dl['dot']): return
        for pre in dl['clear']:            # observed subtree clear: everything with dot <= dep
            for k in list(s.store):
                if k[0][:len(pre)]==pre:
                    for d in [d for d in s.store[k] if dl['dep'].get(d[1],-1)>=d[0]]: del s.store[k][d]
                    if not s.store[k]: del s.store[k]
        for k,only in dl['cover']:         # observed single-slot cover; only=None or a site
            if k in s.store:
                for d in [d for d in s.store[k] if dl['dep'].get(d[1],-1)>=d[0] and (only is None or d[1]==only)]: del s.store[k][d]
                if not s.store[k]: del s.store[k]
        for k,d in dl['dcover']:
            if k in s.store and d in s.store[k]:
                del s.store[k][d]
                if not s.store[k]: del s.store[k]
        for path,ds in dl['softcover']:
            q=s.store.get((path,'v'))
            if q:
                for d in [d for d in q if d in ds and q[d].get('soft')]: del q[d]
                if not q: del s.store[(path,'v')]
        for k,p in dl['add']: s.store.setdefault(k,{})[dl['dot']]=p
        s.ctx[dl['dot'][1]]=dl['dot'][0]

# ---------------- read rules ----------------
def seen_max(st,path):
    m={}
    for slot in ('v','g'):
        for d,p in st.get((path,slot),{}).items():
            for k,v in p.get('seen',{}).items():
                if k not in m or m[k][1]<v[1]: m[k]=v
    return m   # (site,run)->(cum,ops)
def winner(st,path,pw):
    c=[(d,p) for d,p in st.get((path,'v'),{}).items() if (not p['A']) or d==pw]
    if not c: return None
    hard=[x for x in c if not x[1].get('soft')]
    if not hard:
        ed=edit_type(st,path)                          # a default never beats a live edit of another type
        soft=[x for x in c if x[1]['t']==ed] or c
        return min(soft,key=lambda x:x[0])             # defaults: the first one initialised it
    u=[x for x in hard if not x[1]['A']] or hard      # a concurrent direct edit beats an ancestor's assignment
    return max(u,key=lambda x:x[0])
def edit_type(st,path):
    """type of the newest live direct edit under path (counter / set element / list element / map child), or None"""
    best=None
    n=len(path)
    for (p,slot),v in st.items():
        if p[:n]!=path: continue
        t=None
        if p==path and slot=='c': t='N'
        elif len(p)==n+1 and slot=='x': t='SS' if p[n][0]=='s' else 'L'
        elif len(p)==n+1 and slot=='v' and isinstance(p[n],str): t='M'
        if t is None: continue
        sm=seen_max(st,path) if t=='N' else None
        for d,pl in v.items():
            if t=='N' and (d[1],pl['run']) in sm and pl['ops']<=sm[(d[1],pl['run'])][1]: continue
            if t=='N' or not pl['A']:
                if best is None or d>best[0]: best=(d,t)
    return best[1] if best else None
def kids(st,path):
    n=len(path); r=set()
    for (p,slot) in st:
        if len(p)>n and p[:n]==path: r.add(p[n])
    return r
def unseen(st,path):
    sm=seen_max(st,path); tot=0
    for d,p in st.get((path,'c'),{}).items():
        b=sm.get((d[1],p['run']))
        if b is None: tot+=p['cum']
        elif p['ops']>b[1]: tot+=p['cum']-b[0]
    return tot
def elems(st,path,w):
    out=set(); last=None
    for k in kids(st,path):
        if isinstance(k,tuple) and k[0]=='s':
            for d,p in st.get((path+(k,),'x'),{}).items():
                if not p['A'] or (w is not None and d==w):
                    out.add(k[1]); 
                    if not p['A']: last=d if last is None else max(last,d)
    return frozenset(out),last
def order(k):  # element key ('e',side,runHlc,runSite,idx, one (hlc,site,idx) for each level of insertion)
    _,side,h,s,i=k[:5]
    base=(0,-h,-s,i) if side=='h' else (1,i,h,s) if side=='b' else (2,h,s,i)   # assigned lists never show together, but what was put after their elements does: place first
    return base,tuple((-h,-s,i) for h,s,i in k[5:])                             # after the same neighbour: newest run first, each before what was put after it
def listkeys(st,path,w):
    r=[]
    for k in kids(st,path):
        if isinstance(k,tuple) and k[0]=='e':
            if any((not p['A']) or d==w for d,p in st.get((path+(k,),'x'),{}).items()): r.append(k)
    return sorted(r,key=order)
NONE=object()
def read_node(st,path,pw):
    w=winner(st,path,pw)
    if w is not None:
        d,p=w; t=p['t']
        if t=='N': return p['val']+unseen(st,path)
        if t=='S': return p['val']
        if t=='M':
            o={}
            for k in kids(st,path):
                if isinstance(k,str):
                    v=read_node(st,path+(k,),d)
                    if v is not NONE: o[k]=v
            return o
        if t=='SS':
            e,_=elems(st,path,d); return e if e else NONE
        if t=='L':
            o=[]
            for k in listkeys(st,path,d):
                v=read_node(st,path+(k,),d)
                if v is not NONE: o.append(v)
            return o
    return NONE
def collect(st,path,pw,vis,kept):
    """the dots a read at path depends on, and the losers of the winner's type, which would take over if it went"""
    w=winner(st,path,pw)
    if w is None: return
    d,p=w; vis.add(((path,'v'),d)); t=p['t']
    kept|={(path,x) for x,q in st[(path,'v')].items() if x!=d and q['t']==t and (not q['A'] or x==pw)}
    if t=='N':
        for x in st.get((path,'c'),{}): vis.add(((path,'c'),x))
    elif t=='M':
        for k in kids(st,path):
            if isinstance(k,str): collect(st,path+(k,),d,vis,kept)
    elif t=='SS':
        for k in kids(st,path):
            if isinstance(k,tuple) and k[0]=='s':
                for x,pl in st.get((path+(k,),'x'),{}).items():
                    if not pl['A'] or x==d: vis.add(((path+(k,),'x'),x))
    elif t=='L':
        for k in listkeys(st,path,d):
            for x,pl in st.get((path+(k,),'x'),{}).items():
                if not pl['A'] or x==d: vis.add(((path+(k,),'x'),x))
            collect(st,path+(k,),d,vis,kept)
def came_with(st,k,d,path):
    """the cell of an assignment at that path, or a part of its content; not what the same request put beside it, an appended element and its content"""
    if k==(path,'v'): return True
    return k[0][:len(path)]==path and st[k][d].get('A') and all(st.get((k[0][:n],'v'),{}).get(d,st[k][d])['A'] for n in range(len(path)+1,len(k[0])))
def sweep(dl,it,path):
    """a write covers what it touched and found hidden: orphans, assignments and edits of another type.
    Not losers of the type in force: live edits may come to stand on them, and who removes what hides them has not seen those"""
    st=it.store; vis=set(); kept={(ROOT,x) for x in st.get((ROOT,'v'),{}) if x!=root_w(st)}; collect(st,path,root_w(st),vis,kept); gh=set()
    for k,v in st.items():
        if k[0][:len(path)]==path and k[1]!='g':
            for d,p in v.items():
                if (k,d) not in vis and not any(d==x and came_with(st,k,d,q) for q,x in kept):
                    dl['dcover'].append((k,d))
                    if k[1]=='c' or p.get('seen'): gh.add(k[0])
    for q in gh:
        hid=any((((q,'c'),d) not in vis) for d in st.get((q,'c'),{}))
        dl['add'].append(((q,'g'),{'seen':observed_seen(st,q) if hid else seen_max(st,q)})); dl['cover'].append(((q,'g'),None))
def read(it):
    st=it.store
    asn={d:p for d,p in st.get((ROOT,'v'),{}).items()}
    if not asn and not st.get((ROOT,'x')): return None
    w=max(asn) if asn else None
    o={}
    for k in kids(st,ROOT):
        if isinstance(k,str):
            v=read_node(st,(k,),w)
            if v is not NONE: o[k]=v
    return o
def root_w(st):
    a=st.get((ROOT,'v'),{}); return max(a) if a else None
def resolve(st,path):
    """origin-side: visible winner dot of the container at path, and typed check"""
    pw=root_w(st); cur=ROOT
    for seg in path:
        cur=cur+(seg,); w=winner(st,cur,pw)
        if w is None: return None
        pw=w[0]
    return w if path else ('root',pw)

# ---------------- translation: DynamoDB request -> delta (evaluated on local state) ----------------
def observed_seen(st,path):
    """counter contributions (and older seen) observed under an exact path"""
    m=dict(seen_max(st,path))
    for d,p in st.get((path,'c'),{}).items():
        kk=(d[1],p['run']); v=(p['cum'],p['ops'])
        if kk not in m or m[kk][1]<v[1]: m[kk]=v
    return m
def counter_paths(st,pre):
    return {p for (p,slot) in st if slot in('c','g') and p[:len(pre)]==pre} | {p for (p,slot),v in st.items() if slot=='v' and p[:len(pre)]==pre and any(x.get('seen') for x in v.values())}
def emit_value(add,path,v,A,dot,seen_at,soft=False):
    t=typ(v); p={'t':t,'A':A,'soft':soft,'seen':seen_at.pop(path,{})}
    if t in('S','N'): p['val']=v
    add.append(((path,'v'),p))
    if t=='M':
        for k,x in v.items(): emit_value(add,path+(k,),x,True,dot,seen_at)
    if t=='SS':
        for e in v: add.append(((path+(('s',e),),'x'),{'A':True}))
    if t=='L':
        for i,x in enumerate(v):
            q=path+(('e','b',dot[0],dot[1],i),)
            add.append(((q,'x'),{'A':True})); emit_value(add,q,x,True,dot,seen_at)
def assign(dl,it,path,v,A=False,soft=False):
    st=it.store
    sa={p:observed_seen(st,p) for p in counter_paths(st,path)}
    sa={p:m for p,m in sa.items() if m}
    dl['clear'].append(path)
    emit_value(dl['add'],path,v,A,dl['dot'],sa,soft)
    for p,m in sa.items(): dl['add'].append(((p,'g'),{'seen':m}))
def cleared(dl,path):
    return any(path[:i] in dl['clear'] for i in range(len(path)+1))
def parent_w(it,path):
    """the stamp in force above a path of element ids: what its cells inherit from"""
    w=root_w(it.store)
    for i in range(1,len(path)):
        x=winner(it.store,path[:i],w); w=x[0] if x else None
    return w
def prepare(dl,it,path):
    """rule G below attributes: where a nested edit may create and nothing shows, it starts from nothing"""
    if len(path)>1 and not cleared(dl,path) and read_node(it.store,path,parent_w(it,path)) is NONE: remove(dl,it,path)
def softly(dl,it,path,v):
    """a default travels with the op; it covers observed shadow defaults of its type but not the one in force: whoever sees it has seen what stood on them"""
    st=it.store
    prepare(dl,it,path)
    w=None if cleared(dl,path) else winner(st,path,parent_w(it,path))
    hs=[d for d,p in st.get((path,'v'),{}).items() if p.get('soft') and p['t']==typ(v) and (w is None or d!=w[0])]
    if hs:
        dl['softcover'].append((path,hs))
        dl['dcover']+=[(k,d) for k,q in st.items() for d in q if d in hs and k!=(path,'v') and came_with(st,k,d,path)]
    emit_value(dl['add'],path,v,False,dl['dot'],{},True)
def remove(dl,it,path):
    st=it.store
    sa={p:observed_seen(st,p) for p in counter_paths(st,path)}
    dl['clear'].append(path)
    for p,m in sa.items():
        if m: dl['add'].append(((p,'g'),{'seen':m}))
def val_at(cur,path):
    for s in path:
        if isinstance(cur,dict) and s in cur: cur=cur[s]
        elif isinstance(cur,list) and isinstance(s,int) and s<len(cur): cur=cur[s]
        else: return NONE
    return cur
def to_ids(it,path):
    """document path with list indexes -> path with element ids (visible order)"""
    st=it.store; pw=root_w(st); cur=ROOT
    for seg in path:
        if isinstance(seg,int):
            ks=listkeys(st,cur,pw); ks=[k for k in ks if read_node(st,cur+(k,),pw) is not NONE]
            if seg>=len(ks): return None
            cur=cur+(ks[seg],)
        else: cur=cur+(seg,)
        w=winner(st,cur,pw); pw=w[0] if w else None
    return cur
def translate(it,req,dot):
    """req: ('put',{..}) ('del',) ('upd',[actions], must_exist)"""
    st=it.store; dl={'dot':dot,'dep':dict(it.ctx),'clear':[],'cover':[],'softcover':[],'dcover':[],'add':[]}
    cur=read(it)
    if req[0]=='put':
        sa={p:observed_seen(st,p) for p in counter_paths(st,ROOT)}; sa={p:m for p,m in sa.items() if m}
        dl['clear'].append(ROOT); emit_value(dl['add'],ROOT,req[1],False,dot,sa)
        for p,m in sa.items(): dl['add'].append(((p,'g'),{'seen':m}))
        return dl
    if req[0]=='del':
        remove(dl,it,ROOT); return dl
    acts=req[1]
    seq(cur,req)                                     # validates; raises Bad as DynamoDB would
    touch=False
    if not req[2]:
        try: touch=seq(None,req) is not None
        except Bad: touch=False
    if touch:
        dl['cover'].append(((ROOT,'x'),None)); dl['add'].append(((ROOT,'x'),{'A':False}))
    after=seq(cur,req) or {}
    if cur is None: remove(dl,it,ROOT)               # sweep what is invisible here before creating
    else:
        for x in {a[1][:1] for a in acts}:
            if x[0] not in cur and x[0] in after: remove(dl,it,x)
            if x[0] in cur and x[0] not in after and not any(a[0]=='rem' and a[1]==x for a in acts): remove(dl,it,x)
        for x in {a[1][:1] for a in acts}:
            if x[0] in cur and x[0] in after: sweep(dl,it,x)
    for a in acts:
        k=a[0]; path=a[1]
        if k=='set':
            if isinstance(path[-1],int):
                parent=to_ids(it,path[:-1]); e=to_ids(it,path)
                if e is None:                        # past the end: append
                    q=parent+(('e','t',dot[0],dot[1],len(dl['add'])),)
                    dl['add'].append(((q,'x'),{'A':False})); emit_value(dl['add'],q,a[2],False,dot,{})
                else:
                    x=it.store[(e,'x')]; pre=(e,'x')
                    keep=[(kk,dict(v)) for kk,v in st.items() if kk==pre]
                    sa={p:observed_seen(st,p) for p in counter_paths(st,e)}; sa={p:m for p,m in sa.items() if m}
                    # clear value subtree but not the existence slot
                    for kk in list(st):
                        if kk[0][:len(e)]==e and kk!=pre: dl['cover'].append((kk,None))
                    emit_value(dl['add'],e,a[2],False,dot,sa)
                    for p,m in sa.items(): dl['add'].append(((p,'g'),{'seen':m}))
            else: assign(dl,it,to_ids(it,path[:-1])+(path[-1],) if len(path)>1 else path,a[2])
        elif k=='ifne':
            softly(dl,it,to_ids(it,path) if len(path)>1 else path,a[2])
        elif k in('incr','add_n','incr0'):
            p=to_ids(it,path) if len(path)>1 else path
            if k=='incr0': softly(dl,it,p,a[3])
            if k=='add_n': softly(dl,it,p,0)
            mine=[(d,x) for d,x in st.get((p,'c'),{}).items() if d[1]==dot[1]]
            mine=mine[0] if mine and not cleared(dl,p) else None
            if mine: pl={'run':mine[1]['run'],'cum':mine[1]['cum']+a[2],'ops':mine[1]['ops']+1}
            else: pl={'run':dot,'cum':a[2],'ops':1}
            dl['cover'].append(((p,'c'),dot[1])); dl['add'].append(((p,'c'),pl))
        elif k=='add_s':
            p=to_ids(it,path) if len(path)>1 else path
            softly(dl,it,p,frozenset())
            for e in a[2]:
                q=(p+(('s',e),),'x'); dl['cover'].append((q,None)); dl['add'].append((q,{'A':False}))
        elif k=='del_s':
            p=to_ids(it,path) if len(path)>1 else path
            for e in a[2]: dl['cover'].append(((p+(('s',e),),'x'),None))
            if len(p)>1:                             # emptied: removed whole, as is done for attributes above
                old=read_node(st,p,parent_w(it,p))
                if type(old) is frozenset and not old-a[2] and not cleared(dl,p): remove(dl,it,p)
        elif k=='rem':
            q=to_ids(it,path)
            if q is not None: remove(dl,it,q)
        elif k in('app','pre'):
            p=to_ids(it,path) if len(path)>1 else path
            if a[3] is not None: softly(dl,it,p,a[3])
            for i,x in enumerate(a[2]):
                q=p+(('e','t' if k=='app' else 'h',dot[0],dot[1],i),)
                dl['add'].append(((q,'x'),{'A':False})); emit_value(dl['add'],q,x,False,dot,{})
        elif k=='ins':                               # between elements: the left one's id, and one level more
            left=to_ids(it,path+(a[2],))
            for i,x in enumerate(a[3]):
                q=left[:-1]+(left[-1]+((dot[0],dot[1],i),),)
                dl['add'].append(((q,'x'),{'A':False})); emit_value(dl['add'],q,x,False,dot,{})
    return dl

# ---------------- sequential DynamoDB oracle (value level) ----------------
def seq(item,req):
    if req[0]=='put': return copy.deepcopy(req[1])
    if req[0]=='del': return None
    if item is None and req[2]: raise Bad
    it=copy.deepcopy(item) if item is not None else {}
    made=item is not None or not req[1]      # an empty update creates the item
    src=copy.deepcopy(it)
    removed=[]                                       # (list, position, None), or (list, position, values to put after it): positions mean the list as it was
    for a in req[1]:
        k,path=a[0],a[1]
        par=val_at(it,path[:-1]); last=path[-1]
        if k!='rem' or item is not None:
            if par is NONE or (isinstance(last,str) and not isinstance(par,dict)) or (isinstance(last,int) and not isinstance(par,list)):
                raise Bad
        v=val_at(src,path)
        if k=='set':
            made=True
            if isinstance(last,int) and last>=len(par): par.append(copy.deepcopy(a[2]))
            else: par[last]=copy.deepcopy(a[2])
        elif k=='ifne':
            made=True
            if v is NONE: par[last]=copy.deepcopy(a[2])
        elif k=='incr':
            if type(v) is not int: raise Bad
            par[last]=v+a[2]; made=True
        elif k=='incr0':
            if v is NONE: v=a[3]
            if type(v) is not int: raise Bad
            par[last]=v+a[2]; made=True
        elif k=='add_n':
            if v is NONE: v=0
            if type(v) is not int: raise Bad
            par[last]=v+a[2]; made=True
        elif k=='add_s':
            if v is NONE: v=frozenset()
            if type(v) is not frozenset: raise Bad
            par[last]=v|a[2]; made=True
        elif k=='del_s':
            if v is NONE: continue
            if type(v) is not frozenset: raise Bad
            r=v-a[2]
            if r: par[last]=r
            else: del par[last]
        elif k=='rem':
            if item is None: continue
            if isinstance(last,int):
                if last<len(par): removed.append((par,last,None))
            elif last in par: del par[last]
        elif k in('app','pre'):
            if v is NONE and a[3] is not None: v=a[3]
            if type(v) is not list: raise Bad
            made=True; now=val_at(it,path)
            if type(now) is not list: par[last]=now=list(v)
            if k=='app': now.extend(copy.deepcopy(a[2]))
            else: removed.append((now,-1,a[2]))
        elif k=='ins':
            if type(v) is not list or a[2]>=len(v): raise Bad
            removed.append((par[last],a[2],a[3])); made=True
    for l,i,vals in sorted(removed,key=lambda x:-x[1]):
        if vals is None: del l[i]
        else: l[i+1:i+1]=copy.deepcopy(vals)
    return it if made else None

# ---------------- merge planning: PutItem / SET container over an existing value become the smallest edit ----------------
def diff(path,old,new,acts):
    if type(old) is type(new) and old==new: return
    if isinstance(old,dict) and isinstance(new,dict):
        for k in old:
            if k not in new: acts.append(('rem',path+(k,)))
        for k in new:
            if k not in old: acts.append(('set',path+(k,),new[k]))
            else: diff(path+(k,),old[k],new[k],acts)
        return
    if isinstance(old,frozenset) and isinstance(new,frozenset) and len(path)==1 and old&new:
        if new-old: acts.append(('add_s',path,new-old))
        if old-new: acts.append(('del_s',path,old-new))
        return
    if isinstance(old,list) and isinstance(new,list) and old:
        n=len(old)
        if new[:n]==old: acts.append(('app',path,new[n:],None)); return
        if new[-n:]==old: acts.append(('pre',path,new[:-n],None)); return
        for i in range(n):
            if old[:i]+old[i+1:]==new: acts.append(('rem',path+(i,))); return
            if len(old)==len(new) and old[:i]==new[:i] and old[i+1:]==new[i+1:]: acts.append(('set',path+(i,),new[i])); return
    acts.append(('set',path,new))
def quiet(dl):
    """a merge-planned write does not revive: a concurrent DeleteItem takes the whole item, never half of it"""
    dl['add']=[x for x in dl['add'] if x[0]!=(ROOT,'x')]; dl['cover']=[x for x in dl['cover'] if x[0]!=(ROOT,'x')]
    return dl
def smaller(cur,req):
    """the smallest edits that a request becomes in merge mode; None where it stays as it is"""
    if cur is None: return None
    acts=[]
    if req[0]=='put': diff((),cur,req[1],acts); return acts
    if req[0]=='upd' and len(req[1])==1 and req[1][0][0]=='set' and len(req[1][0][1])==1 and isinstance(req[1][0][2],(dict,list,frozenset)):
        _,p,v=req[1][0]; old=cur.get(p[0],NONE)
        if type(old) is type(v): diff(p,old,v,acts); return acts
    return None
def plan(it,req,dot,mode='replace'):
    acts=smaller(read(it),req) if mode=='merge' else None
    return translate(it,req,dot) if acts is None else quiet(translate(it,('upd',acts,False),dot))
