from review_app.shell import enter

enter()
