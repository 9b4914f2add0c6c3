using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using ReplicatePS.Help;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: ReplicatePS.Help <cmdlet assembly> <folder for the help>");
    return 2;
}

var assembly = Assembly.LoadFrom(Path.GetFullPath(args[0]));
var cmdlets = CmdletReader.Read(assembly, DocumentationFile.ReadBeside(assembly.Location));

// In the form that MSBuild shows as errors of the build.
var gaps = Completeness.FindGaps(cmdlets).ToList();
gaps.ForEach(gap => Console.WriteLine($"ReplicatePS.Help : error HELP001: {gap}"));
if (gaps.Count > 0)
{
    return 1;
}

var pages = Path.Combine(args[1], "cmdlets");
if (Directory.Exists(pages))
{
    Directory.Delete(pages, recursive: true);
}

Directory.CreateDirectory(pages);
File.WriteAllText(Path.Combine(args[1], Path.GetFileName(args[0]) + "-Help.xml"), Maml.Write(cmdlets));
File.WriteAllText(Path.Combine(args[1], OperationPage.FileName), OperationPage.Write(cmdlets));
foreach (KeyValuePair<string, string> page in Markdown.Write(cmdlets))
{
    File.WriteAllText(Path.Combine(pages, page.Key), page.Value);
}

return 0;
