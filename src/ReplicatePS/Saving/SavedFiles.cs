using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Saving;

/// <summary>
/// Shows files as Get-Item does. The engine is asked for the first of a folder, which takes longer than a small file takes to
/// come; what it adds to the others follows from that, or is asked for when somebody looks at it.
/// </summary>
internal sealed class SavedFiles
{
    private const string PathNote = "PSPath";
    private const string NameNote = "PSChildName";

    // What is the same for all files of a folder. Whatever else there is belongs to the file, as UnixStat does.
    private static readonly string[] Shared = { "PSParentPath", "PSDrive", "PSProvider", "PSIsContainer" };

    private readonly ConcurrentDictionary<string, (string Name, object? Value)[]> _notes = new();

    /// <summary>A file that is there.</summary>
    public async Task<PSObject> GetAsync(IPipeline pipeline, string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        string name = Path.GetFileName(path);
        if (!_notes.TryGetValue(folder, out (string Name, object? Value)[]? notes))
        {
            PSObject asked = await pipeline.GetFileAsync(path).ConfigureAwait(false);
            if (asked.Properties[PathNote]?.Value is string shown && shown.EndsWith(name, StringComparison.Ordinal))
            {
                _notes.TryAdd(folder, Read(asked, shown.Substring(0, shown.Length - name.Length)));
            }

            return asked;
        }

        PSObject file = PSObject.AsPSObject(new FileInfo(path));
        foreach ((string note, object? value) in notes)
        {
            file.Properties.Add(value is ScriptBlock look
                ? new PSScriptProperty(note, look)
                : new PSNoteProperty(note, note == PathNote ? value + name : note == NameNote ? name : value));
        }

        return file;
    }

    private static (string Name, object? Value)[] Read(PSObject file, string before) => file.Properties
        .Where(member => member.MemberType == PSMemberTypes.NoteProperty)
        .Select(member => (member.Name, member.Name == PathNote ? before
            : member.Name == NameNote || Shared.Contains(member.Name) ? member.Value
            : (object?)ScriptBlock.Create($"(Microsoft.PowerShell.Management\\Get-Item -LiteralPath $this.FullName -Force).'{member.Name}'")))
        .ToArray();
}
