# Writes an assembly that has a name and a version and nothing else, as a stand-in for one that another module loads.
param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [version] $Version)

Add-Type -AssemblyName Microsoft.CodeAnalysis, Microsoft.CodeAnalysis.CSharp
$source = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText("[assembly: System.Reflection.AssemblyVersion(`"$Version`")]")
$framework = [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location)
$compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create(
    [IO.Path]::GetFileNameWithoutExtension($Path),
    [Microsoft.CodeAnalysis.SyntaxTree[]] $source,
    [Microsoft.CodeAnalysis.MetadataReference[]] $framework,
    [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary'))
$result = [Microsoft.CodeAnalysis.FileSystemExtensions]::Emit($compilation, $Path)
if (-not $result.Success) {
    throw "$($result.Diagnostics)"
}
