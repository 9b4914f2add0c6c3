using System;
using System.IO;
using System.Linq;
using Xunit;

namespace ReplicatePS.Packaging.Tests;

public sealed class HelpPagesTests
{
    [Fact]
    public void The_committed_pages_are_those_that_the_comments_give()
    {
        var written = Path.Combine(Repository.Root, "src", "ReplicatePS", "obj", Repository.Configuration, "help", "cmdlets");
        var committed = Path.Combine(Repository.Root, "docs", "cmdlets");
        var names = Names(written);
        Assert.True(
            names.SequenceEqual(Names(committed)) && names.All(name => Read(written, name) == Read(committed, name)),
            "docs/cmdlets is out of date. Refresh it with: dotnet build src/ReplicatePS -t:UpdatePages");
    }

    private static string[] Names(string folder)
    {
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).ToArray()
            : [];
    }

    private static string Read(string folder, string name)
    {
        return File.ReadAllText(Path.Combine(folder, name)).ReplaceLineEndings("\n");
    }
}
