from xhtml2pdf.document import pisaDocument as pisaDocument

CreatePDF = pisaDocument
