namespace ReplicatePS.Core;

/// <summary>A fingerprint of text that comes in pieces: length and hash (FNV-1a of 64 bits), so that the text need not be kept.</summary>
internal struct TextPrint
{
    private ulong _hash;

    /// <summary>How many characters were added.</summary>
    public long Length { get; private set; }

    /// <summary>The hash; the same pieces cut elsewhere give the same.</summary>
    public readonly long Value => unchecked((long)_hash);

    public void Add(string text) => Add(text, text.Length);

    /// <summary>Adds the first characters of a text.</summary>
    public void Add(string text, int count)
    {
        ulong hash = Length == 0 ? 14695981039346656037 : _hash;
        for (int i = 0; i < count; i++)
        {
            hash = unchecked((hash ^ text[i]) * 1099511628211);
        }

        _hash = hash;
        Length += count;
    }
}
