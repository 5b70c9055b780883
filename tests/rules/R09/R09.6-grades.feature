@R09.6
Feature: R09.6 批评教育、警告、解除
  Every third entry of the ledger proposes the next measure: criticism, warning, dismissal. Nothing of it counts before a manager has confirmed it.

  Background:
    Given the policy pack "hotline-management"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 09:00 | S01    | S05  | S09        |
      | D2 | 2026-03-02 09:00 | 2026-03-02 10:00 | S01    | S05  | S09        |
      | D3 | 2026-03-02 10:00 | 2026-03-02 11:00 | S01    | S05  | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:50"

  Scenario: 情节轻者批评教育,再犯警告 three entries: criticism; three more: a warning
    When "S05" taps at "08:05"
    And "S05" taps at "08:30"
    And "S05" taps at "09:05"
    Then the ledger of "S05" for "2026-03" proposes the grade "批评教育"
    When "S05" taps at "09:30"
    And "S05" taps at "10:05"
    Then the ledger of "S05" for "2026-03" proposes the grade "批评教育"
    When "S05" taps at "10:30"
    Then the ledger of "S05" for "2026-03" proposes the grades "批评教育, 警告"
    And the ledger of "S05" for "2026-03" is a proposal

  Scenario: 处理由经理确认 only the manager's word makes it count, not the supervisor's and not one's own
    When "S05" taps at "08:05"
    And "S05" taps at "08:30"
    And "S05" taps at "09:05"
    And "S09" confirms the ledger of "S05" for "2026-03"
    Then the bridge refuses with "not-entitled"
    When "S10" confirms the ledger of "S05" for "2026-03"
    Then the ledger of "S05" for "2026-03" is confirmed by "S10"

  Scenario: 若每两次一级 where two entries make a grade, six go as far as dismissal
    Given the policy pack "hotline-management" with:
      | parameter  | value |
      | gradeEvery | 2     |
    When "S05" taps at "08:05"
    And "S05" taps at "08:30"
    And "S05" taps at "09:05"
    And "S05" taps at "09:30"
    And "S05" taps at "10:05"
    And "S05" taps at "10:30"
    Then the ledger of "S05" for "2026-03" proposes the grades "批评教育, 警告, 解除劳动合同"

  Scenario: 无违规者无处理 who comes and goes on time has nothing against him
    When "S05" taps at "08:00"
    And "S05" taps at "09:00"
    Then the ledger of "S05" for "2026-03" is empty
