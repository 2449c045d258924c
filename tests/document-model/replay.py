"""python3 replay.py: replays histories of one item with model.py. Reads one history a line (JSON) on stdin, answers one line for each.

A history   {"mode":"replace"|"merge", "replicas":n, "steps":[step…]}
A step      {"do":"write","at":i,"stamp":[hlc,site],"request":r,"edits":[action…]?}   edits: what a planner made of the request, to be planned instead of it, without a touch
            {"do":"refuse","at":i,"request":r}                                        what DynamoDB does not take here
            {"do":"deliver","to":i,"from":j,"index":k,"fetch":bool}                   the k-th write of j arrives at i; too early: the document is fetched, or nothing is done
            {"do":"join","to":i,"from":j}   {"do":"snapshot","from":i}   {"do":"join snapshot","to":i,"index":k}
A request   {"put":item} | {"delete":true} | {"update":[action…],"guarded":bool}
An action   [kind, path, …], kinds and operands as in model.py; a path is a list of names and positions
A value     as DynamoDB writes it, of the types S, N (whole), SS, L, M
The answer  {"steps":[[what happened, the item that it left]…], "replicas":[item…], "merged":item}; an item as text, "none" if there is none
"""
import json, sys
from model import *
def value(v):
    (t,x),=v.items()
    return x if t=='S' else int(x) if t=='N' else frozenset(x) if t=='SS' else [value(e) for e in x] if t=='L' else {k:value(e) for k,e in x.items()}
def wire(v):
    t=typ(v)
    return {t: v if t=='S' else str(v) if t=='N' else sorted(v) if t=='SS' else [wire(e) for e in v] if t=='L' else {k:wire(v[k]) for k in sorted(v)}}
def text(v): return 'none' if v is None else json.dumps(wire(v),separators=(',',':'),ensure_ascii=False)
def action(a): return (a[0],tuple(a[1]))+tuple(value(x) if isinstance(x,dict) else x for x in a[2:])
def request(r):
    if 'put' in r: return ('put',value(r['put']))
    return ('del',) if 'delete' in r else ('upd',[action(a) for a in r['update']],r['guarded'])

# Which differences the model's own `diff` settles. Beyond it a planner is free: inserts, several edits of one list, diffs inside an element, nested sets.
def settled(path,old,new):
    if type(old) is not type(new) or old==new: return True
    if isinstance(old,dict): return all(settled(path+(k,),old[k],new[k]) for k in old if k in new)
    if isinstance(old,frozenset): return len(path)==1 or not old&new
    if not isinstance(old,list) or not old: return True
    n=len(old)
    if new[:n]==old or new[-n:]==old: return True
    gone=[i for i in range(n) if old[:i]+old[i+1:]==new]
    if gone: return len(gone)==1                     # of equal neighbours either may go
    other=[i for i in range(n) if len(new)==n and old[i]!=new[i]]
    if len(other)==1: return typ(old[other[0]])!=typ(new[other[0]]) or typ(old[other[0]]) in('S','N')
    return not any(x in new for x in old)
def own(cur,req):
    """the model's own smallest edits, where it would make any and they are settled; else None"""
    acts=smaller(cur,req)
    if acts is None: return None
    old,new=(cur,req[1]) if req[0]=='put' else (cur[req[1][0][1][0]],req[1][0][2])
    return acts if settled(() if req[0]=='put' else req[1][0][1],old,new) else None
def alike(a,b): return sorted(map(listed,a))==sorted(map(listed,b))
def listed(a): return repr([sorted(x) if isinstance(x,frozenset) else text(x) if isinstance(x,(dict,list)) else x for x in a])

class Replay:
    def __init__(s,h): s.mode=h['mode']; s.S=[Item() for _ in range(h['replicas'])]; s.logs=[[] for _ in s.S]; s.sent=[]
    def write(s,x):
        it=s.S[x['at']]; dot=tuple(x['stamp']); req=request(x['request']); cur=read(it)
        try: want=seq(cur,req)
        except Bad: return 'refused'
        edits=x.get('edits'); did='written'
        if edits is None:
            dl=translate(it,req,dot)
            if s.mode=='merge' and own(cur,req) is not None: did='planned whole, not smaller'
        else:
            acts=[action(a) for a in edits]; mine=own(cur,req)
            try: dl=quiet(translate(it,('upd',acts,False),dot))
            except Bad: return 'edits refused'
            if mine is not None and not alike(acts,mine): did='planned as %s, not %s'%(sorted(map(listed,acts)),sorted(map(listed,mine)))
        it.apply(dl); s.logs[x['at']].append(dl)
        return did if read(it)==want else 'shows another item than DynamoDB'
    def refuse(s,x):
        try: seq(read(s.S[x['at']]),request(x['request'])); return 'written'
        except Bad: return 'refused'
    def deliver(s,x):
        it=s.S[x['to']]; dl=s.logs[x['from']][x['index']]
        if it.seen(dl['dot']): return 'nothing'
        if all(it.ctx.get(a,-1)>=b for a,b in dl['dep'].items()): it.apply(dl); return 'applied'
        if not x['fetch']: return 'nothing'
        it.join(s.S[x['from']]); return 'fetched'
    def step(s,x):
        do=x['do']
        if do=='write': return s.write(x),x['at']
        if do=='refuse': return s.refuse(x),x['at']
        if do=='deliver': return s.deliver(x),x['to']
        if do=='join': s.S[x['to']].join(s.S[x['from']]); return 'joined',x['to']
        if do=='snapshot': s.sent.append(s.S[x['from']].clone()); return 'sent',x['from']
        if do=='join snapshot': s.S[x['to']].join(s.sent[x['index']]); return 'joined',x['to']
        raise ValueError(do)
    def run(s,steps):
        out=[]
        for x in steps: did,at=s.step(x); out.append([did,text(read(s.S[at]))])
        ends=[text(read(it)) for it in s.S]
        for _ in range(2):
            for a in s.S:
                for b in s.S: a.join(b)
        merged=text(read(s.S[0])) if len({it.key() for it in s.S})==1 else 'diverged'
        return {'steps':out,'replicas':ends,'merged':merged}
if __name__=='__main__':
    for line in sys.stdin:
        h=json.loads(line); print(json.dumps(Replay(h).run(h['steps']),ensure_ascii=False,separators=(',',':')),flush=True)
