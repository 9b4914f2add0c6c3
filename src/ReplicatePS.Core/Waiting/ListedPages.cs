using System.Collections.Generic;

namespace ReplicatePS.Core;

/// <summary>What the newest pages of a list hold.</summary>
internal sealed class ListedPages<T>
    where T : Run
{
    private readonly Dictionary<string, (T Run, int Page)> _runs = new();

    public int Pages { get; private set; }

    /// <summary>Whether these are all pages that are ever read: what is not in them, no list tells of.</summary>
    public bool IsAll { get; set; }

    public void Add(Page<T> page)
    {
        Pages++;
        foreach (T run in page.Results)
        {
            _runs[run.Id] = (run, Pages);
        }
    }

    public bool Has(string id) => _runs.ContainsKey(id);

    /// <summary>The run and its page; null when it is in none.</summary>
    public (T Run, int Page)? Find(string id) => _runs.TryGetValue(id, out (T Run, int Page) found) ? found : null;
}
